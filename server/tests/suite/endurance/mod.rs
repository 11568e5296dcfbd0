//! What is survived in long runs: short here, at full length in `make soak`.

mod backlogs;
mod deliveries;
mod restarts;
mod writers;

//! The child's side: gives up what reading does not need, then reads.

use std::io::{self, BufRead, Read, Write};
use std::process::ExitCode;

use super::LENGTH_BYTES;

/// CPU time of the child, in seconds, for all that it reads.
pub const CPU_SECONDS: u64 = 10;
/// Memory that the child may fill, in bytes.
pub const MEMORY_BYTES: u64 = 256 << 20;
/// Stack of the child, in bytes: deep nesting ends it here and not where memory does.
#[cfg(unix)]
const STACK_BYTES: u64 = 8 << 20;

/// Which of the kernel's fences stand around this process. Limits of resources (Unix) stand besides them, or it does not read at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Confinement {
    /// No files, no network, no signals to others (`landlock`, Linux 5.13 and later; earlier versions of it know fewer of these).
    pub landlock: bool,
    /// No system calls but those for memory, for the pipes that are open and for ending (`seccomp`, Linux on x86-64, AArch64 and RISC-V).
    pub seccomp: bool,
}

/// What the child does: limits itself, reads stdin, writes the outcome as JSON; told `--many`, one after the other, each behind its length.
/// To be called first in `main`, before any thread is started.
pub fn child_main() -> ExitCode {
    let many = std::env::args_os().any(|argument| argument == super::MANY);
    if confine().is_err() {
        return ExitCode::FAILURE;
    }
    // A panic's message could quote the document.
    std::panic::set_hook(Box::new(|_| {}));
    let done = if many { read_many() } else { read_one() };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn read_one() -> io::Result<()> {
    let mut bytes = Vec::new();
    let most = crate::MAX_BYTES as u64 + 1;
    io::stdin().take(most).read_to_end(&mut bytes)?;
    let json = serde_json::to_vec(&crate::extract(&bytes))?;
    let mut stdout = io::stdout();
    stdout.write_all(&json)?;
    stdout.flush()
}

/// Until the parent closes the pipe.
fn read_many() -> io::Result<()> {
    let mut stdin = io::stdin().lock();
    let mut stdout = io::stdout().lock();
    while let Some(bytes) = next(&mut stdin)? {
        let mut answer = vec![0; LENGTH_BYTES];
        serde_json::to_writer(&mut answer, &crate::extract(&bytes))?;
        let length = answer.len() - LENGTH_BYTES;
        let length = u32::try_from(length).map_err(io::Error::other)?;
        answer[..LENGTH_BYTES].copy_from_slice(&length.to_le_bytes());
        stdout.write_all(&answer)?;
        stdout.flush()?;
        // The next file is read as if it were the first.
        crate::pdf::forget();
    }
    Ok(())
}

/// The next file; none at the end.
fn next(stdin: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    if stdin.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let mut length = [0; LENGTH_BYTES];
    stdin.read_exact(&mut length)?;
    let length = usize::try_from(u32::from_le_bytes(length)).map_err(io::Error::other)?;
    if length > crate::MAX_BYTES {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = vec![0; length];
    stdin.read_exact(&mut bytes)?;
    Ok(Some(bytes))
}

/// Gives up for ever what reading does not need. Fails only where something that the system has cannot be set.
pub fn confine() -> io::Result<Confinement> {
    #[cfg(target_os = "linux")]
    let landlock = linux::landlock()?;
    #[cfg(unix)]
    limit_resources()?;
    // Last, for it forbids the calls that the others need.
    #[cfg(target_os = "linux")]
    return Ok(Confinement {
        landlock,
        seccomp: linux::seccomp()?,
    });
    #[cfg(not(target_os = "linux"))]
    Ok(Confinement::default())
}

#[cfg(unix)]
fn limit_resources() -> io::Result<()> {
    use rlimit::Resource;
    let at_most = |resource: Resource, soft: u64, hard: u64| {
        if !resource.is_supported() {
            return Ok(());
        }
        let (_, now) = resource.get()?;
        resource.set(soft.min(now), hard.min(now))
    };
    at_most(Resource::DATA, MEMORY_BYTES, MEMORY_BYTES)?;
    // Address space also holds the program itself and what is only reserved.
    at_most(Resource::AS, MEMORY_BYTES * 8, MEMORY_BYTES * 8)?;
    at_most(Resource::STACK, STACK_BYTES, STACK_BYTES)?;
    // The soft limit sends SIGXCPU, by which the parent knows what happened.
    at_most(Resource::CPU, CPU_SECONDS, CPU_SECONDS + 1)?;
    at_most(Resource::FSIZE, 0, 0)?;
    at_most(Resource::CORE, 0, 0)?;
    // Neither another file or socket than the three pipes nor another process, on systems without the fences of Linux too.
    at_most(Resource::NOFILE, 3, 3)?;
    at_most(Resource::NPROC, 0, 0)
}

#[cfg(target_os = "linux")]
mod linux {
    use std::io;

    use landlock::{
        ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr,
        RulesetError, RulesetStatus, Scope,
    };
    use seccompiler::{
        BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition,
        SeccompFilter, SeccompRule, TargetArch,
    };

    /// No rule is added, so nothing is allowed; what this kernel does not know is left out.
    pub fn landlock() -> io::Result<bool> {
        let restrict = || -> Result<RulesetStatus, RulesetError> {
            let newest = ABI::V6;
            let status = Ruleset::default()
                .set_compatibility(CompatLevel::BestEffort)
                .handle_access(AccessFs::from_all(newest))?
                .handle_access(AccessNet::from_all(newest))?
                .scope(Scope::from_all(newest))?
                .create()?
                .restrict_self()?;
            Ok(status.ruleset)
        };
        let status = restrict().map_err(io::Error::other)?;
        Ok(status != RulesetStatus::NotEnforced)
    }

    /// What allocation, the open pipes, panics, overflowing stacks and the end of a process call.
    const ALLOWED: [libc::c_long; 26] = [
        libc::SYS_brk,
        libc::SYS_clock_gettime,
        libc::SYS_close,
        libc::SYS_exit,
        libc::SYS_exit_group,
        libc::SYS_futex,
        libc::SYS_getpid,
        libc::SYS_getrandom,
        libc::SYS_gettid,
        libc::SYS_lseek,
        libc::SYS_madvise,
        libc::SYS_mmap,
        libc::SYS_mprotect,
        libc::SYS_mremap,
        libc::SYS_munmap,
        libc::SYS_read,
        libc::SYS_readv,
        libc::SYS_restart_syscall,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_sched_yield,
        libc::SYS_sigaltstack,
        libc::SYS_fstat,
        libc::SYS_write,
        libc::SYS_writev,
    ];

    /// Every other call is answered with "not permitted".
    pub fn seccomp() -> io::Result<bool> {
        let Ok(architecture) = TargetArch::try_from(std::env::consts::ARCH) else {
            return Ok(false);
        };
        let program = filter(architecture).map_err(io::Error::other)?;
        match seccompiler::apply_filter(&program) {
            Ok(()) => Ok(true),
            // A kernel that was built without it, or another's filter around this process that refuses one more.
            Err(seccompiler::Error::Seccomp(error))
                if matches!(
                    error.raw_os_error(),
                    Some(libc::EINVAL | libc::ENOSYS | libc::EPERM)
                ) =>
            {
                Ok(false)
            }
            Err(error) => Err(io::Error::other(error)),
        }
    }

    fn filter(architecture: TargetArch) -> Result<BpfProgram, BackendError> {
        // An abort signals this process; no other may be signalled.
        let own_process = SeccompRule::new(vec![SeccompCondition::new(
            0,
            SeccompCmpArgLen::Dword,
            SeccompCmpOp::Eq,
            u64::from(std::process::id()),
        )?])?;
        SeccompFilter::new(
            ALLOWED
                .into_iter()
                .map(|call| (call, Vec::new()))
                .chain([(libc::SYS_tgkill, vec![own_process])])
                .collect(),
            SeccompAction::Errno(libc::EPERM as u32),
            SeccompAction::Allow,
            architecture,
        )?
        .try_into()
    }
}

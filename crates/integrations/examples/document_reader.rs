//! The child process that reads documents, for this crate's tests: what `clara parse-document` is in the product.

fn main() -> std::process::ExitCode {
    documents::sandbox::child_main()
}

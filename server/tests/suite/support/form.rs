//! A form with files, as a browser sends it.

/// Stands between the parts, and in none of them.
const BOUNDARY: &str = "----of-a-test-0c71b2";

/// What was filled in so far.
#[derive(Default)]
pub struct Form(Vec<u8>);

impl Form {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn text(mut self, name: &str, value: &str) -> Self {
        self.head(&format!("name=\"{name}\""));
        self.0.extend(value.as_bytes());
        self
    }

    pub fn file(mut self, name: &str, file_name: &str, bytes: &[u8]) -> Self {
        self.head(&format!("name=\"{name}\"; filename=\"{file_name}\""));
        self.0.extend(bytes);
        self
    }

    pub fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={BOUNDARY}")
    }

    pub fn body(mut self) -> Vec<u8> {
        self.0.extend(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        self.0
    }

    fn head(&mut self, disposition: &str) {
        let head =
            format!("\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n");
        // The first boundary stands at the very beginning.
        let head = if self.0.is_empty() {
            head.trim_start()
        } else {
            &head
        };
        self.0.extend(head.as_bytes());
    }
}

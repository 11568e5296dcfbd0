//! A lexer for content streams: operators with their operands and byte positions (ISO 32000-1 §7.8.2, §8, §9).
//!
//! It never recurses and never fails: bytes that make no sense are passed over, as viewers do.

/// An operand, as far as drawing needs it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand {
    /// A number.
    Number(f32),
    /// A name, without the slash.
    Name(String),
    /// A string, array or dictionary: only its presence matters here.
    Other,
}

/// One operator of a content stream.
#[derive(Debug)]
pub(super) struct Operation<'a> {
    /// Where its first operand starts.
    pub start: usize,
    /// Where the operator (or the inline image) ends.
    pub end: usize,
    /// The operator's letters; `BI` stands for a whole inline image.
    pub name: &'a [u8],
    /// What stood before it.
    pub operands: Vec<Operand>,
}

impl Operation<'_> {
    /// The operands, if all are numbers.
    pub fn all_numbers(&self) -> Option<Vec<f32>> {
        self.operands
            .iter()
            .map(|operand| match operand {
                Operand::Number(number) => Some(*number),
                _ => None,
            })
            .collect()
    }

    /// The operands, if there are `N` and all are numbers.
    pub fn numbers<const N: usize>(&self) -> Option<[f32; N]> {
        self.all_numbers()?.try_into().ok()
    }

    /// The last operand, if it is a name.
    pub fn last_name(&self) -> Option<&str> {
        match self.operands.last() {
            Some(Operand::Name(name)) => Some(name),
            _ => None,
        }
    }
}

/// Operands kept per operator; PDF allows 33, a hostile file writes millions.
const MAX_OPERANDS: usize = 64;

/// Reads a content stream operator by operator.
pub(super) struct Operations<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Operations<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_blank(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                self.skip_while(|byte| byte != b'\n' && byte != b'\r');
            } else if is_blank(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn skip_while(&mut self, keep: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&keep) {
            self.at += 1;
        }
    }

    /// Passes over `(…)`, with nested and escaped parentheses.
    fn skip_string(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return;
                    }
                }
                _ => {}
            }
        }
    }

    /// Passes over `[…]`, `<…>` or `<<…>>` with everything in it.
    fn skip_composite(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'(' => self.skip_string(),
                b'[' | b'<' => {
                    depth += 1;
                    self.at += 1;
                }
                b']' | b'>' => {
                    depth = depth.saturating_sub(1);
                    self.at += 1;
                }
                _ => self.at += 1,
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// Passes over an inline image after its `BI`: dictionary, `ID`, data, `EI`.
    fn skip_inline_image(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let end = rest
            .windows(4)
            .position(|window| is_blank(window[0]) && &window[1..3] == b"EI" && is_blank(window[3]))
            .map_or(rest.len(), |position| position + 3);
        self.at += end;
    }
}

impl<'a> Iterator for Operations<'a> {
    type Item = Operation<'a>;

    fn next(&mut self) -> Option<Operation<'a>> {
        let bytes = self.bytes;
        let mut operands = Vec::new();
        let mut first = None;
        loop {
            self.skip_blank();
            let start = self.at;
            let byte = self.peek()?;
            let operand = match byte {
                b'(' => {
                    self.skip_string();
                    Operand::Other
                }
                b'[' | b'<' => {
                    self.skip_composite();
                    Operand::Other
                }
                b'/' => {
                    self.at += 1;
                    self.skip_while(is_regular);
                    Operand::Name(String::from_utf8_lossy(&bytes[start + 1..self.at]).into_owned())
                }
                b'0'..=b'9' | b'+' | b'-' | b'.' => {
                    self.at += 1;
                    self.skip_while(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-'));
                    let digits = std::str::from_utf8(&bytes[start..self.at]).unwrap_or_default();
                    Operand::Number(digits.parse().unwrap_or(0.0))
                }
                byte if is_regular(byte) => {
                    self.skip_while(is_regular);
                    let name = &bytes[start..self.at];
                    if matches!(name, b"true" | b"false" | b"null") {
                        Operand::Other
                    } else {
                        if name == b"BI" {
                            self.skip_inline_image();
                        }
                        return Some(Operation {
                            start: first.unwrap_or(start),
                            end: self.at,
                            name,
                            operands,
                        });
                    }
                }
                _ => {
                    self.at += 1;
                    continue;
                }
            };
            first.get_or_insert(start);
            if operands.len() < MAX_OPERANDS {
                operands.push(operand);
            }
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 0 | 0x0c)
}

fn is_regular(byte: u8) -> bool {
    !is_blank(byte)
        && !matches!(
            byte,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
        )
}

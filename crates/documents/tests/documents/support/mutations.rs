//! Files damaged by chance, the same at every run: a number is all that is needed to make one again.

use std::io::{Cursor, Read, Write};
use std::ops::Range;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// A generator of numbers that look random (xorshift64*, Marsaglia and Vigna).
pub struct Random(u64);

impl Random {
    pub fn of(seed: u64) -> Self {
        // Neighbouring seeds must not begin alike.
        let mut random = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..8 {
            random.next();
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Below `limit`; 0 for nothing to choose from.
    fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 11) as usize % limit.max(1)
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// A piece of something `length` long.
    fn piece(&mut self, length: usize, longest: usize) -> Range<usize> {
        let start = self.below(length);
        start..(start + 1 + self.below(longest)).min(length)
    }
}

/// The file with one to three kinds of damage; `other` lends its bytes.
pub fn damaged(file: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    // Damage to what is packed must get behind the packing, or every answer is the unpacker's.
    if file.starts_with(b"PK") && random.below(4) > 0 {
        return damaged_inside(file, other, random);
    }
    let mut file = file.to_vec();
    for _ in 0..=random.below(3) {
        damage(&mut file, other, random);
    }
    file
}

/// Unpacks, damages one part, packs again.
fn damaged_inside(file: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
    let hurt = random.below(archive.len());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if index == hurt {
            damage(&mut bytes, other, random);
        }
        writer.start_file(part.name(), options).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const NUMBERS: [&str; 10] = [
    "0",
    "-1",
    "1",
    "65536",
    "2147483647",
    "-2147483648",
    "4294967296",
    "99999999999999999999999999",
    "0.00000000001",
    "1e38",
];
const DELIMITERS: [&[u8]; 14] = [
    b"[", b"]", b"(", b")", b"<<", b">>", b"<", b">", b"/", b"%", b"\0", b"&", b"\"", b"obj",
];

fn damage(file: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    let length = file.len();
    match random.below(9) {
        0 => {
            for _ in 0..=random.below(24) {
                let at = random.below(length);
                if let Some(byte) = file.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
        }
        1 => file.truncate(random.below(length) + 1),
        2 => {
            file.drain(random.piece(length, 200));
        }
        3 => {
            let piece = file[random.piece(length, 200)].repeat(1 + random.below(300));
            let at = random.below(length);
            file.splice(at..at, piece);
        }
        4 => {
            let piece = other[random.piece(other.len(), 500)].to_vec();
            let place = random.piece(length, 500);
            file.splice(place, piece);
        }
        5 => {
            let numbers = runs(file, |byte| byte.is_ascii_digit());
            if !numbers.is_empty() {
                let number = random.pick(&numbers).clone();
                file.splice(number, random.pick(&NUMBERS).bytes());
            }
        }
        // A whole object, or a whole tag.
        6 => {
            let starts = [&b" 0 obj"[..], b"endobj", b"<w:", b"<"];
            let places = places(file, random.pick::<&[u8]>(&starts));
            let first = random.below(places.len());
            if let [start, .., end] = &places[first..(first + 3).min(places.len())] {
                file.drain(*start..*end);
            }
        }
        // Two words in each other's place: references, names, keywords.
        7 => {
            let words = runs(file, |byte| byte.is_ascii_alphanumeric() || byte == b'/');
            if !words.is_empty() {
                let word = file[random.pick(&words).clone()].to_vec();
                file.splice(random.pick(&words).clone(), word);
            }
        }
        _ => {
            for _ in 0..=random.below(8) {
                let at = random.below(file.len());
                file.splice(at..at, random.pick(&DELIMITERS).iter().copied());
            }
        }
    }
    if file.is_empty() {
        file.push(b'%');
    }
}

/// Where bytes of one kind follow each other.
fn runs(file: &[u8], is_in: fn(u8) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, byte) in file.iter().enumerate() {
        match runs.last_mut() {
            _ if !is_in(*byte) => {}
            Some(run) if run.end == at => run.end += 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

fn places(file: &[u8], marker: &[u8]) -> Vec<usize> {
    (0..file.len())
        .filter(|at| file[*at..].starts_with(marker))
        .collect()
}

//! Text that is read from the right: PDFs have its letters as they stand on the line, from the left.

/// A line as it stands → as it is read. Without right-to-left letters they are the same.
pub(super) fn as_read(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let count = |direction| {
        chars
            .iter()
            .filter(|char| direction_of(**char) == direction)
            .count()
    };
    let rightward = count(Direction::FromRight);
    if rightward == 0 {
        return line.to_owned();
    }
    // Who writes mostly from the right has the whole line run so, and words of others stand in it the other way; or the reverse.
    let runs_from_right = rightward >= count(Direction::FromLeft);
    let (turned, whole) = if runs_from_right {
        (Direction::FromLeft, turn(&chars))
    } else {
        (Direction::FromRight, chars)
    };
    let mut read = String::with_capacity(line.len());
    let mut at = 0;
    while at < whole.len() {
        let run = run_of(turned, &whole[at..]);
        if run > 0 {
            read.extend(turn(&whole[at..at + run]));
            at += run;
        } else {
            read.push(whole[at]);
            at += 1;
        }
    }
    read
}

/// How many characters from the first on run in a direction: up to the last letter or digit before another direction's.
fn run_of(direction: Direction, chars: &[char]) -> usize {
    if direction_of(chars[0]) != direction
        && !(direction == Direction::FromLeft && chars[0].is_numeric())
    {
        return 0;
    }
    let mut run = 0;
    for (index, char) in chars.iter().enumerate() {
        match direction_of(*char) {
            found if found == direction => run = index + 1,
            Direction::Neither if direction == Direction::FromLeft && char.is_numeric() => {
                run = index + 1;
            }
            Direction::Neither => {}
            _ => break,
        }
    }
    run
}

/// The other way round, brackets too.
fn turn(chars: &[char]) -> Vec<char> {
    chars
        .iter()
        .rev()
        .map(|char| match char {
            '(' => ')',
            ')' => '(',
            '[' => ']',
            ']' => '[',
            '<' => '>',
            '>' => '<',
            '«' => '»',
            '»' => '«',
            char => *char,
        })
        .collect()
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Direction {
    FromLeft,
    FromRight,
    Neither,
}

fn direction_of(char: char) -> Direction {
    match char {
        // Hebrew, Arabic and their neighbours, and the forms for presentation.
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
            if !char.is_numeric() =>
        {
            Direction::FromRight
        }
        char if char.is_alphabetic() => Direction::FromLeft,
        _ => Direction::Neither,
    }
}

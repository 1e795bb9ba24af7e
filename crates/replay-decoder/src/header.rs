//! Looks over the header section before the parser does: that it ends where it says, nests no
//! deeper than the parser's recursion may go, and which sizes it announces.

use crate::cursor::{Cursor, Malformed};

/// Real headers nest three deep: properties, a list of players, a structure in one.
pub const MAX_NESTING: usize = 16;

/// Properties that steer the network parser; a second one could contradict the one checked.
const UNIQUE_NAMES: [&str; 4] = ["NumFrames", "MaxChannels", "MatchType", "BuildVersion"];

/// A number the header announces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Announced {
    #[default]
    Missing,
    Number(i32),
    /// A property of another type than a 32-bit number.
    Other,
}

/// The sizes a header announces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sizes {
    pub frames: Announced,
    pub channels: Announced,
}

/// Versions and game type: what tells a replay from other files.
pub fn game_type<'a>(cursor: &mut Cursor<'a>) -> Result<GameType<'a>, Malformed> {
    let major = cursor.int32()?;
    let minor = cursor.int32()?;
    if major > 865 && minor > 17 {
        cursor.int32()?;
    }
    Ok(GameType {
        text: cursor.text()?,
        has_wide_booleans: (major, minor) == (0, 0),
    })
}

pub struct GameType<'a> {
    text: &'a [u8],
    /// Files of version 0.0 (saved without a match) spend four bytes on a boolean and one text
    /// on a `ByteProperty`.
    has_wide_booleans: bool,
}

impl GameType<'_> {
    pub fn is_of_the_game(&self) -> bool {
        self.text.starts_with(b"TAGame.") || self.text.starts_with(b"T\0A\0G\0a\0m\0e\0.\0")
    }
}

/// Walks the whole header section.
pub fn check(section: &[u8]) -> Result<Sizes, Malformed> {
    let mut cursor = Cursor::new(section);
    let game_type = game_type(&mut cursor)?;
    let mut reader = Reader {
        cursor,
        has_wide_booleans: game_type.has_wide_booleans,
        seen: [false; UNIQUE_NAMES.len()],
        sizes: Sizes::default(),
    };
    reader.properties(1)?;
    match reader.cursor.remaining() {
        0 => Ok(reader.sizes),
        left => Err(Malformed(format!("{left} bytes follow its end"))),
    }
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    has_wide_booleans: bool,
    seen: [bool; UNIQUE_NAMES.len()],
    sizes: Sizes,
}

impl Reader<'_> {
    /// Properties up to the one named `None`.
    fn properties(&mut self, depth: usize) -> Result<(), Malformed> {
        if depth > MAX_NESTING {
            return Err(Malformed(format!(
                "its properties nest more than {MAX_NESTING} deep"
            )));
        }
        loop {
            let name = self.cursor.name()?;
            if name == "None" {
                return Ok(());
            }
            self.check_unique(name)?;
            let kind = self.cursor.name()?;
            // A size that cannot be trusted and an index that is always zero.
            self.cursor.take(8)?;
            let value = self.value(kind, depth)?;
            match name {
                "NumFrames" if depth == 1 => self.sizes.frames = value,
                "MaxChannels" if depth == 1 => self.sizes.channels = value,
                _ => {}
            }
        }
    }

    fn check_unique(&mut self, name: &str) -> Result<(), Malformed> {
        let Some(index) = UNIQUE_NAMES.iter().position(|unique| *unique == name) else {
            return Ok(());
        };
        if std::mem::replace(&mut self.seen[index], true) {
            return Err(Malformed(format!("{name} appears twice")));
        }
        Ok(())
    }

    fn value(&mut self, kind: &str, depth: usize) -> Result<Announced, Malformed> {
        match kind {
            "IntProperty" => return self.cursor.int32().map(Announced::Number),
            "BoolProperty" => {
                self.cursor
                    .take(if self.has_wide_booleans { 4 } else { 1 })?;
            }
            "FloatProperty" => {
                self.cursor.take(4)?;
            }
            "QWordProperty" => {
                self.cursor.take(8)?;
            }
            "NameProperty" | "StrProperty" => {
                self.cursor.text()?;
            }
            "ByteProperty" => self.byte()?,
            "ArrayProperty" => {
                for _ in 0..self.cursor.item_count()? {
                    self.properties(depth + 1)?;
                }
            }
            "StructProperty" => {
                self.cursor.name()?;
                self.properties(depth + 1)?;
            }
            _ => {
                let start: String = kind.chars().take(40).collect();
                return Err(Malformed(format!(
                    "it holds a property of the unknown type '{}'",
                    start.escape_default()
                )));
            }
        }
        Ok(Announced::Other)
    }

    /// An enumeration: its name, and its value unless the name is `None`.
    fn byte(&mut self) -> Result<(), Malformed> {
        if self.has_wide_booleans {
            self.cursor.text()?;
        } else if self.cursor.name()? == "None" {
            self.cursor.take(1)?;
        } else {
            self.cursor.name()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;

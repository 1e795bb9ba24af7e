//! Reads values from bytes one after the other, with every length checked against what is left.

use std::str;

/// The parser takes no longer lists and texts either.
const MAX_LIST_ITEMS: i32 = 25_000;
const MAX_TEXT_CHARACTERS: u32 = 10_000;

/// Bytes that do not follow the format; the text is a clause without a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed(pub String);

pub struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Self { rest: data }
    }

    pub fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// The next `count` bytes; a negative count is as wrong as one too large.
    pub fn take(&mut self, count: i64) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = usize::try_from(count)
            .ok()
            .and_then(|count| self.rest.split_at_checked(count))
            .ok_or_else(|| {
                let left = self.remaining();
                Malformed(format!("{count} bytes are expected where {left} are left"))
            })?;
        self.rest = rest;
        Ok(taken)
    }

    pub fn int32(&mut self) -> Result<i32, Malformed> {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(self.take(4)?);
        Ok(i32::from_le_bytes(bytes))
    }

    /// The length of a list.
    pub fn item_count(&mut self) -> Result<i32, Malformed> {
        let count = self.int32()?;
        if (0..=MAX_LIST_ITEMS).contains(&count) {
            Ok(count)
        } else {
            Err(Malformed(format!("a list announces {count} items")))
        }
    }

    /// A text the game itself chose: its size, UTF-8, and a terminator that is dropped.
    pub fn name(&mut self) -> Result<&'a str, Malformed> {
        let size = self.int32()?;
        let raw = self.take(size.into())?;
        let text = &raw[..raw.len().saturating_sub(1)];
        str::from_utf8(text).map_err(|_| Malformed("a name is not UTF-8".into()))
    }

    /// The bytes of a text a person may have written, terminator included: windows-1252, or
    /// UTF-16 where its size is negative.
    pub fn text(&mut self) -> Result<&'a [u8], Malformed> {
        let characters = self.int32()?;
        let size = characters.unsigned_abs();
        if size > MAX_TEXT_CHARACTERS {
            return Err(Malformed(format!("a text announces {size} characters")));
        }
        let width = if characters < 0 { 2 } else { 1 };
        self.take(i64::from(size) * width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_beyond_the_end_are_refused_and_nothing_is_taken() {
        let mut cursor = Cursor::new(&[1, 2, 3]);
        let refused = cursor.take(4).unwrap_err();
        assert_eq!(refused.0, "4 bytes are expected where 3 are left");
        assert_eq!(
            cursor.take(-1).unwrap_err().0,
            "-1 bytes are expected where 3 are left"
        );
        assert_eq!(cursor.take(3), Ok([1, 2, 3].as_slice()));
    }

    #[test]
    fn lists_are_bounded() {
        for (count, is_fine) in [(0, true), (25_000, true), (25_001, false), (-1, false)] {
            let bytes = i32::to_le_bytes(count);
            assert_eq!(Cursor::new(&bytes).item_count().is_ok(), is_fine, "{count}");
        }
    }

    #[test]
    fn names_lose_their_terminator_and_may_be_empty() {
        assert_eq!(Cursor::new(b"\x03\0\0\0ab\0").name(), Ok("ab"));
        assert_eq!(Cursor::new(b"\0\0\0\0").name(), Ok(""));
        assert_eq!(
            Cursor::new(b"\x02\0\0\0\xff\0").name().unwrap_err().0,
            "a name is not UTF-8"
        );
    }

    #[test]
    fn texts_count_two_bytes_a_character_where_their_size_is_negative() {
        assert_eq!(Cursor::new(b"\x02\0\0\0a\0").text(), Ok(b"a\0".as_slice()));
        let wide = b"\xfe\xff\xff\xffa\0\0\0";
        assert_eq!(Cursor::new(wide).text(), Ok(b"a\0\0\0".as_slice()));
        for size in [10_001, -10_001, i32::MIN] {
            let refused = Cursor::new(&size.to_le_bytes()).text().unwrap_err();
            assert!(refused.0.starts_with("a text announces"), "{size}");
        }
    }
}

use super::*;
use crate::testing::{Bits, CLASS, File, int, section, two_frames};

fn columns(file: &File) -> Columns {
    decode(&file.bytes()).unwrap().columns.expect("whole")
}

fn reason(data: &[u8]) -> Degraded {
    let decoded = decode(data).unwrap();
    assert!(decoded.replay.network_frames.is_none());
    decoded.columns.expect_err("degraded")
}

fn unreadable(file: &File) -> String {
    let reason = reason(&file.bytes());
    assert_eq!(reason.kind(), "unreadable");
    reason.detail().to_owned()
}

#[test]
fn a_whole_file_gives_every_table() {
    let decoded = decode(&two_frames().bytes()).unwrap();
    assert_eq!(decoded.replay.objects[0], CLASS);
    assert_eq!(decoded.replay.tick_marks[0].frame, 7);
    let found = decoded.columns.unwrap();
    assert_eq!(found.frame_time, [1.0, 1.5]);
    assert_eq!(found.actors.actor_id, [3]);
    assert_eq!(found.attribute_updates, [0, 2, 2, 1, 1, 1, 1]);
    assert_eq!(found.floats.value, [2.5, 3.5]);
    assert_eq!(found.floats.places.seq, [1, 7]);
    assert_eq!(found.texts.text, ["Ann"]);
}

#[test]
fn camera_settings_are_a_record() {
    let value = columns(&two_frames()).records.value;
    assert_eq!(value[..7], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
    assert!(value[7..].iter().all(|cell| cell.is_nan()));
    assert_eq!(value.len(), crate::columns::RECORD_WIDTH);
}

#[test]
fn loadouts_are_the_bodies_of_cars() {
    let scalars = columns(&two_frames()).scalars;
    assert_eq!(scalars.value, [1, 23, 403]);
    assert_eq!(scalars.extra, [0, 23, -1]);
}

#[test]
fn the_header_alone_needs_no_body() {
    let file = two_frames();
    let header = decode_header(&section(&file.header())).unwrap();
    assert_eq!(header, decode(&section(&file.header())).unwrap().replay);
    assert_eq!(header.game_type, "TAGame.Replay_Soccar_TA");
    assert_eq!(header.properties.len(), 2);
}

#[test]
fn the_raw_call_counts_frames() {
    let data = two_frames().bytes();
    assert_eq!(decode_raw(&data), Ok(2));
    let refused = decode_raw(&data[..data.len() - 1]).unwrap_err();
    let expected = "The file ends before its network data does.";
    assert_eq!(refused, DecodeError::Corrupt(expected.to_owned()));
}

#[test]
fn a_body_cut_short_leaves_the_header() {
    let data = two_frames().bytes();
    assert_eq!(reason(&data[..data.len() - 1]), Degraded::Truncated);
}

#[test]
fn a_damaged_body_leaves_the_header() {
    let mut data = two_frames().bytes();
    let last = data.len() - 1;
    data[last] ^= 1;
    assert_eq!(reason(&data), Degraded::BodyChecksum);
}

#[test]
fn impossible_sizes_leave_the_header() {
    let file = File {
        properties: int("NumFrames", 1_000_000),
        ..two_frames()
    };
    assert_eq!(
        unreadable(&file),
        "the header announces 1000000 frames, which cannot be"
    );
}

#[test]
fn frames_that_end_early_leave_the_header() {
    let mut file = two_frames();
    file.network.extend([0; 64]);
    file.properties = int("NumFrames", 4);
    assert_eq!(
        unreadable(&file),
        "the header announces 4 frames and there are 2"
    );
}

#[test]
fn what_the_parser_refuses_leaves_the_header() {
    let mut bits = Bits::default();
    bits.frame(1.0, 0.5).updates(3);
    let file = File::new(1, &bits);
    assert!(
        unreadable(&file)
            .starts_with("Error decoding frame: attribute update references unknown actor: 3. \n"),
        "{}",
        unreadable(&file)
    );
}

#[test]
fn an_unknown_attribute_is_named() {
    let mut file = two_frames();
    file.objects[1] = "TAGame.New_TA:NewThing".into();
    let text = unreadable(&file);
    assert!(text.contains("attribute unknown or not implemented"));
    assert!(text.contains("\nattribute: TAGame.New_TA:NewThing\n"));
}

#[test]
fn an_error_is_short_whatever_the_file_holds() {
    let mut file = two_frames();
    file.objects[1] = "x".repeat(9_999);
    assert!(unreadable(&file).len() <= 4 * 1024);
}

/// The parser reads the body where the properties end, whatever the size of the header says, so
/// that it could be shown another body than the one that was checked.
#[test]
fn nothing_hides_between_header_and_body() {
    let file = two_frames();
    let hidden = [file.header(), section(&file.body())].concat();
    let data = [section(&hidden), section(&file.body())].concat();
    assert!(matches!(decode(&data), Err(DecodeError::Corrupt(_))));
}

#[test]
fn actors_come_and_go() {
    let mut bits = Bits::default();
    bits.frame(1.0, 0.5).birth(1022, 0).birth(511, 0).end();
    bits.frame(1.1, 0.1).death(1022).end();
    let found = columns(&File::new(2, &bits));
    assert_eq!(found.actors.actor_id, [1022, 511]);
    assert_eq!(found.actors.death_frame, [1, 2]);
}

/// Numbers that look random and are the same every time (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap()
    }

    /// One to four bytes changed, to anything or to what often matters.
    fn damage(&mut self, bytes: &mut [u8]) {
        for _ in 0..=self.below(3) {
            let at = self.below(bytes.len());
            let values = [
                0,
                1,
                0x7F,
                0x80,
                0xFF,
                u8::try_from(self.below(256)).unwrap(),
            ];
            bytes[at] = values[self.below(values.len())];
        }
    }
}

/// Damage behind checksums that are right reaches the parser; whatever it does, a value or an
/// error comes back.
#[test]
fn no_damage_panics() {
    let mut random = Random(20_260_101);
    let (mut refused, mut degraded, mut whole) = (0, 0, 0);
    let file = two_frames();
    for round in 0..2_000 {
        let (mut header, mut body) = (file.header(), file.body());
        match round % 4 {
            0 => random.damage(&mut header),
            1 => body.truncate(random.below(body.len())),
            _ => random.damage(&mut body),
        }
        match decode(&[section(&header), section(&body)].concat()) {
            Err(_) => refused += 1,
            Ok(decoded) if decoded.columns.is_err() => degraded += 1,
            Ok(_) => whole += 1,
        }
    }
    // Each way out is taken often, so that the damage is neither too small nor too large.
    assert!(refused > 100 && degraded > 500 && whole > 100);
}

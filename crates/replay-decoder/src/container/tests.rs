use super::*;
use crate::testing::{section, text, two_frames};

fn refusal(data: &[u8]) -> DecodeError {
    Container::open(data)
        .map(|_| "opened")
        .expect_err("refused")
}

#[test]
fn finds_both_sections() {
    let file = two_frames();
    let data = file.bytes();
    let container = Container::open(&data).unwrap();
    assert_eq!(container.framed_header(), section(&file.header()));
    assert_eq!(container.body(), Ok(file.body().as_slice()));
    assert_eq!(container.data(), data);
}

#[test]
fn bytes_after_the_body_do_not_matter() {
    let file = two_frames();
    let data = [file.bytes(), vec![1, 2, 3]].concat();
    let container = Container::open(&data).unwrap();
    assert_eq!(container.body(), Ok(file.body().as_slice()));
}

#[test]
fn what_is_no_replay_is_called_so() {
    let data = two_frames().bytes();
    let header_end = FRAMING + two_frames().header().len();
    for end in 0..header_end {
        let refused = refusal(&data[..end]);
        assert!(matches!(refused, DecodeError::NotAReplay(_)), "{end}");
    }
    for other in [vec![0; 100], vec![255; 100], b"PK\x03\x04".repeat(50)] {
        assert!(matches!(refusal(&other), DecodeError::NotAReplay(_)));
    }
    let mut other_game = two_frames();
    other_game.game_type = text("OtherGame.Replay");
    assert_eq!(
        refusal(&other_game.bytes()).to_string(),
        "The file is not a replay: its header has no game type."
    );
}

#[test]
fn a_header_with_a_wrong_checksum_is_corrupt() {
    let header_end = FRAMING + two_frames().header().len();
    for damaged in (4..8).chain(60..header_end) {
        let mut data = two_frames().bytes();
        data[damaged] ^= 1;
        assert_eq!(
            refusal(&data).to_string(),
            "The header of the file is damaged: its checksum is wrong."
        );
    }
}

#[test]
fn a_header_with_wrong_content_is_corrupt() {
    let mut file = two_frames();
    file.properties.truncate(20);
    let refused = refusal(&file.bytes());
    assert!(matches!(refused, DecodeError::Corrupt(_)), "{refused}");
}

#[test]
fn a_body_that_is_cut_off_is_truncated() {
    let data = two_frames().bytes();
    let header_end = FRAMING + two_frames().header().len();
    for end in header_end..data.len() {
        let container = Container::open(&data[..end]).unwrap();
        assert_eq!(container.body(), Err(Degraded::Truncated), "{end}");
    }
}

#[test]
fn a_body_with_a_wrong_checksum_is_told_from_one_that_is_cut_off() {
    let body_start = 2 * FRAMING + two_frames().header().len();
    for damaged in [body_start - 1, body_start, body_start + 100] {
        let mut data = two_frames().bytes();
        data[damaged] ^= 0x80;
        let container = Container::open(&data).unwrap();
        assert_eq!(container.body(), Err(Degraded::BodyChecksum));
    }
}

#[test]
fn a_size_below_zero_is_no_size() {
    let mut data = two_frames().bytes();
    let size = FRAMING + two_frames().header().len();
    data[size..size + 4].copy_from_slice(&(-1_i32).to_le_bytes());
    let container = Container::open(&data).unwrap();
    assert_eq!(container.body(), Err(Degraded::Truncated));
}

#[test]
fn files_of_impossible_size_are_refused_unread() {
    let refused = refusal(&vec![0; MAX_FILE_BYTES + 1]);
    assert!(matches!(refused, DecodeError::TooLarge(_)));
}

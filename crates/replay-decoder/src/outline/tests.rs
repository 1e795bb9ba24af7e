use super::*;
use crate::testing::{File, two_frames};

const SIZES: Sizes = Sizes {
    frames: Announced::Number(2),
    channels: Announced::Number(1023),
};

fn fault(sizes: Sizes, file: &File) -> String {
    check(sizes, &file.body()).unwrap_err().0
}

fn announcing(frames: i32) -> Sizes {
    Sizes {
        frames: Announced::Number(frames),
        ..SIZES
    }
}

#[test]
fn counts_what_the_lists_hold() {
    let file = two_frames();
    let outline = Outline {
        network_bytes: file.network.len(),
        objects: 7,
        properties: 6,
    };
    assert_eq!(read(&file.body()), Ok(outline));
    assert_eq!(check(SIZES, &file.body()), Ok(2));
}

#[test]
fn a_body_that_ends_early_is_refused() {
    let body = two_frames().body();
    for end in 0..body.len() {
        assert!(read(&body[..end]).is_err(), "cut to {end} bytes");
    }
}

#[test]
fn frames_are_bounded_by_the_room_for_them() {
    let file = File {
        network: vec![0; 65],
        ..two_frames()
    };
    assert_eq!(check(announcing(8), &file.body()), Ok(8));
    for frames in [9, -1, i32::MAX] {
        assert_eq!(
            fault(announcing(frames), &file),
            format!("the header announces {frames} frames, which cannot be")
        );
    }
}

#[test]
fn frames_are_bounded_whatever_the_room() {
    let file = File {
        network: vec![0; 5_000_000],
        ..two_frames()
    };
    assert_eq!(check(announcing(500_000), &file.body()), Ok(500_000));
    assert!(check(announcing(500_001), &file.body()).is_err());
}

#[test]
fn a_file_without_frames_may_leave_their_number_out() {
    let missing = Sizes {
        frames: Announced::Missing,
        ..SIZES
    };
    let file = two_frames();
    assert_eq!(
        fault(missing, &file),
        "the header does not say how many frames there are"
    );
    let empty = File {
        network: Vec::new(),
        ..file
    };
    assert_eq!(check(missing, &empty.body()), Ok(0));
}

#[test]
fn channels_are_bounded() {
    let channels = |channels| Sizes { channels, ..SIZES };
    let file = two_frames();
    for number in [1, 65_535] {
        let sizes = channels(Announced::Number(number));
        assert_eq!(check(sizes, &file.body()), Ok(2));
    }
    assert_eq!(check(channels(Announced::Missing), &file.body()), Ok(2));
    for number in [0, -1, 65_536, i32::MIN] {
        assert_eq!(
            fault(channels(Announced::Number(number)), &file),
            format!("the header announces {number} channels, which cannot be")
        );
    }
    assert!(check(channels(Announced::Other), &file.body()).is_err());
}

#[test]
fn objects_times_attributes_are_bounded() {
    let mut file = two_frames();
    file.objects = vec![String::new(); 1_000];
    file.attributes = vec![(1, 1); 2_000];
    assert_eq!(check(SIZES, &file.body()), Ok(2));
    file.attributes.push((1, 1));
    assert_eq!(
        fault(SIZES, &file),
        "1000 objects with 2001 attributes are more than a replay can hold"
    );
}

#[test]
fn the_numbers_of_attributes_are_bounded() {
    let mut file = two_frames();
    for number in [4_096, -1] {
        file.attributes[0].1 = number;
        assert_eq!(
            fault(SIZES, &file),
            format!("a class numbers an attribute {number}, which cannot be")
        );
    }
}

#[test]
fn sizes_below_zero_are_refused() {
    let mut body = two_frames().body();
    let network_size = 4 + 4 + 12; // after no levels and one keyframe
    body[network_size..network_size + 4].copy_from_slice(&(-1_i32).to_le_bytes());
    assert!(read(&body).unwrap_err().0.starts_with("-1 bytes are"));
}

use super::*;
use crate::testing::{File, int, list, property, text, two_frames};

fn with(properties: &[u8]) -> Vec<u8> {
    File {
        properties: properties.to_vec(),
        ..two_frames()
    }
    .header()
}

fn fault(properties: &[u8]) -> String {
    check(&with(properties)).unwrap_err().0
}

/// A property inside `depth` structures.
fn nested_structures(depth: usize) -> Vec<u8> {
    (0..depth).fold(int("Deep", 1), |inner, _| {
        let value = [text("Kind"), inner, text("None")].concat();
        property("Outer", "StructProperty", &value)
    })
}

fn nested_arrays(depth: usize) -> Vec<u8> {
    (0..depth).fold(int("Deep", 1), |inner, _| {
        property(
            "Outer",
            "ArrayProperty",
            &list(&[[inner, text("None")].concat()]),
        )
    })
}

#[test]
fn finds_the_announced_sizes() {
    let sizes = check(&two_frames().header()).unwrap();
    assert_eq!(sizes.frames, Announced::Number(2));
    assert_eq!(sizes.channels, Announced::Number(1023));
}

#[test]
fn tells_missing_numbers_from_those_of_another_type() {
    let sizes = check(&with(&property("NumFrames", "QWordProperty", &[0; 8]))).unwrap();
    assert_eq!(sizes.frames, Announced::Other);
    assert_eq!(sizes.channels, Announced::Missing);
}

#[test]
fn numbers_inside_structures_are_not_the_announced_ones() {
    let value = [text("Kind"), int("NumFrames", 9), text("None")].concat();
    let sizes = check(&with(&property("Outer", "StructProperty", &value))).unwrap();
    assert_eq!(sizes.frames, Announced::Missing);
}

#[test]
fn reads_every_type_of_property() {
    let properties = [
        property("A", "BoolProperty", &[1]),
        property("B", "FloatProperty", &[0; 4]),
        property("C", "QWordProperty", &[0; 8]),
        property("D", "NameProperty", &text("name")),
        property("E", "StrProperty", b"\xfe\xff\xff\xffa\0\0\0"),
        property(
            "F",
            "ByteProperty",
            &[text("OnlinePlatform"), text("Steam")].concat(),
        ),
        property("G", "ByteProperty", &[text("None"), vec![0]].concat()),
        nested_structures(1),
        nested_arrays(1),
    ];
    assert!(check(&with(&properties.concat())).is_ok());
}

#[test]
fn files_of_version_zero_have_wide_booleans() {
    let properties = [
        property("A", "BoolProperty", &[1, 0, 0, 0]),
        property("B", "ByteProperty", &text("Steam")),
        text("None"),
    ];
    let header = [vec![0; 8], text("TAGame.X"), properties.concat()].concat();
    assert!(check(&header).is_ok());
}

#[test]
fn nesting_is_bounded() {
    let most = MAX_NESTING - 1; // the header's own properties are the first level
    for nested in [nested_structures, nested_arrays] {
        assert!(check(&with(&nested(most))).is_ok());
        let expected = "its properties nest more than 16 deep";
        assert_eq!(fault(&nested(most + 1)), expected);
    }
}

/// The thread of a test has 2 MiB of stack, and the parser recurses.
#[test]
fn the_deepest_nesting_fits_the_stack_of_the_parser() {
    for nested in [nested_structures, nested_arrays] {
        let file = File {
            properties: nested(MAX_NESTING - 1),
            ..two_frames()
        };
        let header = crate::testing::section(&file.header());
        assert!(crate::parser::header_only(&header).is_ok());
    }
}

#[test]
fn numbers_that_steer_the_parser_appear_once() {
    let twice = [int("NumFrames", 1), int("NumFrames", 2)].concat();
    assert_eq!(fault(&twice), "NumFrames appears twice");
    let others = [int("Team0Score", 1), int("Team0Score", 2)].concat();
    assert!(check(&with(&others)).is_ok());
}

#[test]
fn unknown_types_are_named() {
    assert_eq!(
        fault(&property("A", "Map\nProperty", &[])),
        "it holds a property of the unknown type 'Map\\nProperty'"
    );
}

#[test]
fn the_section_ends_with_the_properties() {
    let longer = [two_frames().header(), vec![0; 3]].concat();
    assert_eq!(check(&longer).unwrap_err().0, "3 bytes follow its end");
    let header = two_frames().header();
    for end in 0..header.len() {
        assert!(check(&header[..end]).is_err(), "cut to {end} bytes");
    }
}

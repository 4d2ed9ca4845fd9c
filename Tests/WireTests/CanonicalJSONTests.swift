import Testing
import Wire

/// One JSON value has one canonical form, however it is written.
struct CanonicalJSONTests {
    @Test(arguments: [
        (#"{"b":1,"a":[1,2]}"#, #" { "a" : [ 1 , 2 ] , "b" : 1 } "#), ("1.50", "15e-1"), ("100", "1E+2"), ("-0.0", "0"),
        ("1e2", "100.0"), (#""\u738b\u82b3\n""#, "\"王芳\\n\""), (#""\ud83d\ude00""#, "\"😀\""), (#""\/""#, #""/""#),
        (#"{"a":1,"a":2}"#, #"{"a":2}"#), ("[]", "[ ]"), ("{}", "{ }"), ("null", " null"),
        ("123456789012345678901234567890.10", "12345678901234567890123456789.01e1"),
    ])
    func equalValuesHaveEqualBytes(left: String, right: String) {
        #expect(CanonicalJSON.bytes(left) != nil)
        #expect(CanonicalJSON.bytes(left) == CanonicalJSON.bytes(right))
    }

    @Test(arguments: [
        ("1", "2"), ("1", #""1""#), ("[1,2]", "[12]"), (#"["a","b"]"#, #"["ab"]"#), (#"{"a":"b"}"#, #"{"b":"a"}"#),
        ("[[],[]]", "[[[]]]"), ("true", "false"), (#"{"a":1}"#, #"{"a":1,"b":null}"#), ("1e1", "1e2"), ("-1", "1"),
        (#"{"a":"1,","b":""}"#, #"{"a":"1","b":","}"#),
    ])
    func differentValuesHaveDifferentBytes(left: String, right: String) {
        #expect(CanonicalJSON.bytes(left) != nil && CanonicalJSON.bytes(right) != nil)
        #expect(CanonicalJSON.bytes(left) != CanonicalJSON.bytes(right))
    }

    @Test(arguments: [
        "", "{", "[1", "{1:2}", #"{"a"}"#, #""a"#, "1 2", "tru", "+1", "01x", "1e", "1e99999999", #""\u12""#,
        #""\ud83d""#,
        String(repeating: "[", count: 5000),
    ])
    func whatIsNoJSONHasNoForm(text: String) { #expect(CanonicalJSON.bytes(text) == nil) }
}

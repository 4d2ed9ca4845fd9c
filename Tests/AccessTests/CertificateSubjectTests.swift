import Testing

@testable import Access

/// Subjects of certificates as proxies write them, and the part that names the holder.
struct CertificateSubjectTests {
    @Test(arguments: [
        ("CN=Wang Fang,OU=Office,O=County,C=CN", "CN", "Wang Fang"),
        ("cn=a", "CN", "a"),
        (#"CN=\E7\8E\8B\E8\8A\B3,C=CN"#, "CN", "王芳"),
        (#"CN=Fang\, Wang,C=CN"#, "CN", "Fang, Wang"),
        (#"CN=a\ ,C=CN"#, "CN", "a "), ("CN=a  , C=CN", "CN", "a"), (##"CN=\#12"##, "CN", "#12"),
        ("UID=17+CN=a,C=CN", "uid", "17"), ("2.5.4.5=610116001,CN=a", "2.5.4.5", "610116001"),
        ("CN=e\u{301}", "CN", "é"), ("O=CN=b,CN=a", "CN", "a"),
    ])
    func thePartIsRead(subject: String, part: String, value: String) {
        #expect(CertificateSubject(subject)?.value(of: part) == value)
    }

    @Test(arguments: [
        "", "CN", "=a", "CN=", "OU=a", "CN=a,CN=b", "CN=a+CN=b", #"CN=a\"#, #"CN=\E7"#, #"CN=\FF"#, "CN=#0403",
        "CN=a,", "C N=a", "CN=a;OU=b", "/C=CN/CN=a", "CN=\"a\"", "CN=" + String(repeating: "a", count: 5000),
    ])
    func whatIsNotCertainIsNobody(subject: String) {
        #expect(CertificateSubject(subject)?.value(of: "CN") == nil)
    }
}

import Civil
import Kernel
import Points

/// Writes what became of posts as `PostedBody` would be encoded, key by key in order; a test holds the two together.
enum PostedWriter {
    static func list(_ posted: [Posted]) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.beginArray("items")
        for item in posted { members(item, &writer) }
        writer.endArray()
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func members(_ posted: Posted, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("counted", posted.counted.description)
        writer.member("counts_on", posted.counts.description)
        writer.beginArray("cuts")
        for cut in posted.cuts {
            writer.beginObject()
            writer.member("en", cut.english)
            writer.member("zh_hans", cut.chinese)
            writer.endObject()
        }
        writer.endArray()
        writer.member("is_new", posted.isNew)
        writer.member("number", posted.number)
        writer.member("score", posted.score.description)
        writer.member("subject", posted.subject.text)
        writer.member("value", posted.value.description)
        writer.endObject()
    }
}

extension Connection {
    /// COPY … FROM STDIN: sends the chunks as they arrive. If the sequence throws, nothing is copied.
    /// - Returns: rows copied.
    package nonisolated func copyIn(_ sql: String, chunks: some AsyncSequence<[UInt8], any Error> & Sendable)
        async throws -> Int
    {
        try await cancellable {
            try await self.beginCopyIn(sql)
            do {
                for try await chunk in chunks where !chunk.isEmpty { try await self.putCopy(chunk) }
                // A stream simply ends when its reader is cancelled, so the data may be incomplete.
                if Task.isCancelled { throw PostgresError.cancelled }
            } catch {
                _ = try? await self.endCopyIn(failing: "the source of rows failed")
                throw error
            }
            return try await self.endCopyIn()
        }
    }

    /// COPY … FROM STDIN of text that is in memory, in slices of 256 KiB.
    package nonisolated func copyIn(_ sql: String, bytes: [UInt8]) async throws -> Int {
        try await cancellable {
            try await self.beginCopyIn(sql)
            var start = 0
            while start < bytes.count {
                let end = min(start + 262_144, bytes.count)
                try await self.putCopy(Array(bytes[start..<end]))
                start = end
            }
            return try await self.endCopyIn()
        }
    }

    /// COPY … TO STDOUT: pulled chunk by chunk, so that a slow reader slows down the server and memory stays bounded.
    package nonisolated func copyOut(
        _ sql: String, _ body: @Sendable ([UInt8]) async throws -> Void
    ) async throws {
        try await cancellable {
            try await self.beginCopyOut(sql)
            while let chunk = try await self.nextCopyChunk() { try await body(chunk) }
        }
    }

    /// Runs a statement whose rows are delivered in batches as they arrive.
    package nonisolated func stream(
        _ statement: Statement, batch: Int = 256, _ body: @Sendable ([Row]) async throws -> Void
    ) async throws {
        try await cancellable {
            try await self.beginStream(statement)
            while true {
                let rows = try await self.nextRows(batch)
                if rows.isEmpty { return }
                try await body(rows)
            }
        }
    }
}

import SQLStore
import Testing

struct SQLQueryTests {
    @Test func `an interpolated value becomes a placeholder and never text`() {
        let name = "'; DROP TABLE item; --"
        let query: SQLQuery = "SELECT * FROM item WHERE name = \(name) AND amount > \(3)"
        #expect(query.text == "SELECT * FROM item WHERE name = $1 AND amount > $2")
        #expect(query.values == [.text(name), .integer(3)])
    }

    @Test func `a list becomes as many placeholders as it has values`() {
        let query: SQLQuery = "SELECT 1 WHERE 1 IN (\(list: [4, 5, 6]))"
        #expect(query.text == "SELECT 1 WHERE 1 IN ($1, $2, $3)")
    }

    @Test func `an empty list becomes NULL`() {
        let query: SQLQuery = "SELECT 1 WHERE 1 IN (\(list: [Int]()))"
        #expect(query.text == "SELECT 1 WHERE 1 IN (NULL)")
        #expect(query.values.isEmpty)
    }

    @Test func `a fragment is text`() {
        let query: SQLQuery = "CREATE TABLE item (id \(SQLDialect.postgres.integer))"
        #expect(query.text == "CREATE TABLE item (id BIGINT)")
    }

    @Test func `a query within a query renumbers its values`() {
        let condition: SQLQuery = "a = \(1) AND b = \(2)"
        let query: SQLQuery = "SELECT \(0) WHERE \(condition) OR c = \(3)"
        #expect(query.text == "SELECT $1 WHERE a = $2 AND b = $3 OR c = $4")
        #expect(query.values == [.integer(0), .integer(1), .integer(2), .integer(3)])
    }

    @Test func `an absent value is null`() {
        let query: SQLQuery = "SELECT \(nil as String?)"
        #expect(query.values == [.null])
    }
}

import SQLStore

extension Identifier: SQLConvertible {}

import Publication
import Testing

import AgeEncryption
import Testing

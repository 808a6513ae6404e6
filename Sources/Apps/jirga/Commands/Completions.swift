import ArgumentParser

struct Completions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a script that completes commands in a shell.",
        discussion: """
            For bash: jirga completions bash > ~/.local/share/bash-completion/completions/jirga
            For zsh:  jirga completions zsh > ~/.zsh/completions/_jirga
            For fish: jirga completions fish > ~/.config/fish/completions/jirga.fish
            """)

    @Argument(help: "bash, zsh or fish.") var shell: Shell

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish
    }

    func run() async throws {
        let shell: CompletionShell =
            switch shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        Output.line(Jirga.completionScript(for: shell))
    }
}

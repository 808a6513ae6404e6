/// What one table is for, what each of its columns is, and how long its rows stay: the words of the privacy report.
///
/// A table or column without words here fails a test, so that nothing is kept that nobody can explain.
struct KeptTable {
    enum About: String, CaseIterable {
        case participant = "About a participant"
        case statement = "What participants wrote, and what was decided about it"
        case sealed = "Sealed marks and counts, connected with nobody"
        case worker = "About organizers and moderators"
        case installation = "About dialogues and the installation"
    }

    var about: About
    var purpose: String
    var kept: String
    var columns: [String: String]

    private static let untilForgotten = "until they have themselves forgotten, or the dialogue is deleted"
    private static let withDialogue = "as long as the dialogue"
    private static let forEver = "as long as the log, which is for ever"

    static let all: [String: KeptTable] = [
        "participant": KeptTable(
            about: .participant, purpose: "Everybody who has answered or written something.", kept: untilForgotten,
            columns: [
                "id": "a hash of the browser's number and the dialogue", "dialogue_id": "the dialogue",
                "joined_at": "when they first took part, rounded to ten minutes",
            ]),
        "participant_secret": KeptTable(
            about: .participant,
            purpose:
                "What blinds their answers in the log. With it the operator can also find what earlier answers were.",
            kept: untilForgotten,
            columns: [
                "participant_id": "the participant", "vote_key": "32 bytes of chance", "vote_tag": "16 bytes of chance",
            ]),
        "vote": KeptTable(
            about: .participant, purpose: "The last answer to each statement.", kept: untilForgotten,
            columns: [
                "statement_id": "the statement", "participant_id": "the participant",
                "choice": "agree, disagree, not sure, or taken back", "revision": "how often it was changed",
                "cast_at": "when, rounded to ten minutes",
            ]),
        "not_understood": KeptTable(
            about: .participant, purpose: "What somebody said they do not understand.", kept: untilForgotten,
            columns: [
                "statement_id": "the statement", "participant_id": "the participant",
                "is_raised": "whether they say so now", "revision": "how often that changed",
            ]),
        "hidden_answers": KeptTable(
            about: .participant, purpose: "Those who do not want to be shown their answers again.",
            kept: untilForgotten,
            columns: ["participant_id": "the participant"]),
        "admission": KeptTable(
            about: .participant, purpose: "By which batch of codes somebody came in.",
            kept: "\(untilForgotten); then without the participant",
            columns: [
                "participant_id": "the participant", "batch_id": "the batch, such as a village or an organization",
                "credential": "the mark of the admission in the log",
                "came_by_link": "whether they took part by the link before",
            ]),
        "admission_code": KeptTable(
            about: .participant, purpose: "Codes that let people in.",
            kept: "until a day after the end of the dialogue",
            columns: [
                "digest": "what the code digests to under a secret; the code is kept nowhere", "batch_id": "the batch",
                "is_used": "whether somebody used it; who is kept nowhere",
            ]),
        "statement": KeptTable(
            about: .statement, purpose: "Statements, word for word.", kept: "\(withDialogue), or until erased",
            columns: [
                "id": "a number of its own, which begins with the time it was made", "dialogue_id": "the dialogue",
                "number": "its number in the dialogue", "origin": "organizers, a participant, or an assembly",
                "language": "the language", "text": "the words; empty once erased",
                "salt": "what blinds the words in the log; empty once erased",
                "state": "waiting, shown or hidden",
                "author_id": "the participant who wrote it; empty once they had themselves forgotten",
                "tracking_code": "the code on the writer's paper",
                "submission_key": "tells a form sent twice; two days",
                "joined_to": "the statement that says the same", "is_meta": "whether it is about who people are",
                "made_at": "when it was made, to the millisecond", "erased_by": "who had its words erased",
            ]),
        "statement_translation": KeptTable(
            about: .statement, purpose: "Statements in other languages.", kept: "\(withDialogue), or until erased",
            columns: [
                "statement_id": "the statement", "language": "the language", "text": "the words",
                "salt": "what blinds them in the log", "worker_id": "who translated", "made_at": "when",
            ]),
        "moderation": KeptTable(
            about: .statement, purpose: "Every decision about a statement.", kept: withDialogue,
            columns: [
                "id": "a number of its own", "statement_id": "the statement", "action": "what was decided",
                "reason": "why", "worker_id": "who decided; empty for the program", "decided_at": "when",
            ]),
        "outbox": KeptTable(
            about: .sealed, purpose: "Acts on their way into the log.", kept: "seconds to hours",
            columns: [
                "id": "chance", "dialogue_id": "the dialogue", "is_blinded": "whether it is an answer",
                "place": "in which order public acts were done",
                "entry": "the bytes that will be public; of answers sealed marks only",
            ]),
        "log_bundle": KeptTable(
            about: .sealed, purpose: "The log, as everybody can read it.", kept: forEver,
            columns: [
                "log_id": "the log", "epoch": "how often it was begun anew", "place": "which part of it",
                "width": "how many entries", "entries": "the entries; of answers sealed marks only",
            ]),
        "log_checkpoint": KeptTable(
            about: .sealed, purpose: "Every size the log was sealed at.", kept: forEver,
            columns: [
                "log_id": "the log", "epoch": "how often it was begun anew", "size": "how many entries",
                "root": "the hash of all of them", "note": "the signatures",
                "leaves": "hashes of the newest, until signed",
            ]),
        "log_head": KeptTable(
            about: .sealed, purpose: "The end of each log.", kept: forEver,
            columns: [
                "log_id": "the log", "epoch": "how often it was begun anew", "size": "how many entries",
                "frontier": "hashes to go on from", "generation": "which key signs",
                "former_generation": "which key signed before", "rotated_at": "when the key changed",
                "signing_key": "the public key", "key_since": "from which size on",
                "votes_noticed_at": "since when answers wait to be sealed", "signed_size": "how much is signed",
                "anchored_size": "how much the anchor log knows",
            ]),
        "erased_leaf": KeptTable(
            about: .sealed, purpose: "Marks in the log that nobody can open any more, of several people together.",
            kept: "a week at most",
            columns: [
                "log_id": "the log", "leaf": "the hash of a mark", "is_vote": "whether it is an answer",
            ]),
        "waiting_erasure": KeptTable(
            about: .sealed, purpose: "How much was erased and is not yet said in the log.", kept: "a week at most",
            columns: [
                "log_id": "the log", "erasures": "how many people and texts", "votes": "how many marks of answers",
                "others": "how many other marks", "since": "the first of them, rounded to ten minutes",
            ]),
        "logged_erasure": KeptTable(
            about: .sealed, purpose: "What the log says was erased.", kept: forEver,
            columns: [
                "log_id": "the log", "salt": "what blinds the list", "epoch": "how often the log was begun anew",
                "erasures": "how many people and texts", "votes": "how many marks of answers",
                "places": "where the marks stand",
            ]),
        "publication": KeptTable(
            about: .sealed, purpose: "What everybody is shown of a count.",
            kept: "until the next; the final one as long as the dialogue",
            columns: [
                "dialogue_id": "the dialogue", "map_id": "the count", "made_at": "when",
                "is_continued": "whether the count went on from another", "people": "how many, as it is told",
                "counts": "the published numbers",
            ]),
        "admission_count": KeptTable(
            about: .sealed, purpose: "What the last count found by the way people came.", kept: "until the next",
            columns: ["dialogue_id": "the dialogue", "counts": "numbers of people and answers by batch"]),
        "opinion_map": KeptTable(
            about: .sealed, purpose: "The count that is published, and the final one.",
            kept: "until the next is published; the final one as long as the dialogue",
            columns: [
                "id": "a number of its own", "dialogue_id": "the dialogue", "made_at": "when",
                "is_final": "whether it is the result", "method": "how it was counted", "seed": "for counting it again",
                "engine": "the version", "input_digest": "a hash of the answers", "map_digest": "a hash of the result",
                "map":
                    "counts, groups, and the place of each participant by a row number, which can be led back to them as "
                    + "long as their answers are here",
            ]),
        "past_count": KeptTable(
            about: .sealed, purpose: "A few numbers of earlier counts.", kept: withDialogue,
            columns: [
                "dialogue_id": "the dialogue", "counted_at": "when", "people": "how many", "answers": "how many",
                "groups_found": "how many", "agreement_of_halves": "how alike two halves were",
                "shared": "how many statements", "dividing": "how many statements",
                "headlines": "numbers of statements",
            ]),
        "batch": KeptTable(
            about: .installation, purpose: "Batches of codes.", kept: withDialogue,
            columns: [
                "id": "a number of its own", "dialogue_id": "the dialogue", "kind": "codes, open link or vouched",
                "name": "such as the name of a village or an organization", "area": "where", "codes": "how many",
                "made_at": "when", "closed_at": "when",
            ]),
        "batch_exclusion": KeptTable(
            about: .installation, purpose: "Batches that do not count.", kept: withDialogue,
            columns: ["batch_id": "the batch", "decision_id": "the decision"]),
        "proposed_decision": KeptTable(
            about: .worker, purpose: "Decisions that need two.", kept: withDialogue,
            columns: [
                "id": "a number of its own", "dialogue_id": "the dialogue", "kind": "what", "subject": "about what",
                "reason": "why", "proposer_id": "who proposed", "proposer_role": "in which role", "proposed_at": "when",
                "state": "waiting, confirmed or dropped", "decided_by": "who decided", "decided_at": "when",
                "decider_role": "in which role",
            ]),
        "worker": KeptTable(
            about: .worker, purpose: "Organizers and moderators.", kept: "until they are removed",
            columns: [
                "id": "a number of its own", "name": "the name they chose", "passphrase": "a slow hash of it",
                "made_at": "when",
            ]),
        "worker_role": KeptTable(
            about: .worker, purpose: "Who may do what.", kept: "until it is taken back",
            columns: ["worker_id": "who", "dialogue_id": "in which dialogue", "role": "the role"]),
        "sign_in_link": KeptTable(
            about: .worker, purpose: "One-time links.", kept: "an hour after they run out at most",
            columns: ["code_digest": "a hash of the code", "worker_id": "whose", "expires_at": "until when"]),
        "worker_session": KeptTable(
            about: .worker, purpose: "Who is signed in.", kept: "an hour after it runs out at most",
            columns: [
                "token_digest": "a hash of the cookie", "worker_id": "who", "expires_at": "until when",
                "id": "a number of its own", "opened_at": "since when", "seen_hour": "the hour it was last used in",
                "proved_at": "when they last gave a link or a passphrase",
            ]),
        "dialogue": KeptTable(
            about: .installation, purpose: "The dialogues and their settings.", kept: "until deleted",
            columns: [
                "id": "a number of its own", "slug": "the name in addresses", "phase": "draft, open, paused, closed",
                "opens_at": "when", "closes_at": "when", "results_visibility": "who sees results when",
                "moderation_policy": "before or after showing", "is_simulated": "whether its people are invented",
                "made_at": "when", "publication_profile": "how small published numbers may be",
                "admission": "who may take part",
                "is_link_counted": "whether the log tells of those who come by the link",
                "erased_by_link": "how many of those had themselves forgotten",
                "matrix_level": "who may get everybody's answers",
            ]),
        "dialogue_text": KeptTable(
            about: .installation, purpose: "Their texts.", kept: withDialogue,
            columns: [
                "dialogue_id": "the dialogue", "language": "the language", "place": "in which order",
                "title": "the title", "question": "the question", "description": "the description",
                "host": "who invites",
            ]),
        "installation_secret": KeptTable(
            about: .installation, purpose: "Keys that all nodes share.", kept: "as long as the installation",
            columns: ["name": "what for", "value": "32 bytes of chance"]),
        "log_installation": KeptTable(
            about: .installation, purpose: "The name of the logs.", kept: "as long as the installation",
            columns: ["id": "always 1", "name": "the name", "promise_key": "a public key"]),
        "restored_log": KeptTable(
            about: .installation, purpose: "Logs that a restored backup holds back.", kept: "until begun anew",
            columns: ["log_id": "the log", "backup_made_at": "when", "restored_at": "when"]),
        "schema_migration": KeptTable(
            about: .installation, purpose: "Which version the tables are of.", kept: "as long as the installation",
            columns: ["id": "a step", "taken_at": "when"]),
    ]
}

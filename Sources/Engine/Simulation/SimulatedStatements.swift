/// The words of the simulated dialogue and what its groups think of them.
///
/// Everything here is invented: there is no river Zarnab, and no sentence was said by a real person. The Dari is
/// everyday Afghan usage and awaits the eye of a native reviewer. `support` is the percentage that agrees among those
/// who take a side, in the order custom, regulation, storage; `unsure` the percentage of all answers that are a pass;
/// `hour` the hours after opening.
enum SimulatedStatements {
    static let title = BilingualText(
        english: "Water in the Zarnab basin",
        dari: "آب در حوزهٔ دریای زرناب")

    static let question = BilingualText(
        english: "What should the new water law of the Zarnab basin say?",
        dari: "قانون نو آب در حوزهٔ دریای زرناب چه باید بگوید؟")

    static let description = BilingualText(
        english: """
            The basin council is drafting a law on sharing the water of the Zarnab between the upper valley, the lower \
            villages and the town of Gulnar. Say what you agree with and what you do not, and add what is missing. \
            What all sides support goes into the draft first.
            """,
        dari: """
            شورای حوزه قانونی را دربارهٔ تقسیم آب دریای زرناب میان درهٔ بالا، قریه‌های پایین و شهر گلنار آماده می‌کند. \
            بگویید با چه موافق هستید و با چه موافق نیستید، و آن‌چه را کم است بنویسید. \
            آن‌چه همهٔ طرف‌ها می‌پذیرند پیش از همه در مسوده می‌آید.
            """)

    static let host = BilingualText(
        english: "Zarnab Basin Council",
        dari: "شورای حوزهٔ دریای زرناب")

    enum Origin {
        case organizers
        case participant
    }

    struct Entry {
        let hour: Int
        let origin: Origin
        let language: SimulatedLanguage
        let text: BilingualText
        let planted: PlantedOpinion

        init(
            _ hour: Int, _ origin: Origin, _ language: SimulatedLanguage, _ english: String, _ dari: String,
            support: [Int], unsure: Int
        ) {
            self.hour = hour
            self.origin = origin
            self.language = language
            text = BilingualText(english: english, dari: dari)
            planted = PlantedOpinion(support: support.map { Double($0) / 100 }, unsure: Double(unsure) / 100)
        }
    }

    /// In the order they were written.
    static let all: [Entry] = [
        Entry(
            0, .organizers, .english,
            "Drinking water for homes must come before every other use.",
            "آب آشامیدنی خانه‌ها باید پیش از هر مصرف دیگر تأمین شود.",
            support: [95, 93, 94], unsure: 3),
        Entry(
            0, .organizers, .english,
            "Every canal should keep its own water master, chosen by the farmers who use it.",
            "هر کانال باید میراب خود را داشته باشد که دهقانان همان کانال او را انتخاب کنند.",
            support: [94, 40, 58], unsure: 6),
        Entry(
            0, .organizers, .english,
            "Large farms should pay for the water they use.",
            "زمین‌داران بزرگ باید پول آبی را که مصرف می‌کنند بپردازند.",
            support: [30, 88, 42], unsure: 9),
        Entry(
            0, .organizers, .english,
            "Anyone who drills a deep well should need a permit.",
            "هر کس که چاه عمیق حفر می‌کند باید جواز داشته باشد.",
            support: [35, 93, 52], unsure: 8),
        Entry(
            0, .organizers, .english,
            "The government should build a dam in the upper valley.",
            "حکومت باید در درهٔ بالا یک بند بسازد.",
            support: [22, 30, 92], unsure: 12),
        Entry(
            0, .organizers, .english,
            "Water measurements must be open for everyone to see.",
            "اندازه‌گیری‌های آب باید برای همه آشکار باشد.",
            support: [86, 95, 93], unsure: 6),
        Entry(
            0, .organizers, .english,
            "Villages downstream should be promised a fixed share of the river in dry years.",
            "در خشک‌سالی باید سهم ثابتی از آب دریا برای قریه‌های پایین تضمین شود.",
            support: [36, 45, 96], unsure: 9),
        Entry(
            0, .organizers, .english,
            "Old water rights should stay valid, even when they were never written down.",
            "حقابه‌های قدیمی باید معتبر بمانند، حتی اگر هیچ‌گاه نوشته نشده باشند.",
            support: [92, 34, 30], unsure: 11),
        Entry(
            0, .organizers, .english,
            "Disputes over water should first go to the village elders.",
            "دعوای آب باید نخست نزد ریش‌سفیدان قریه برده شود.",
            support: [90, 32, 52], unsure: 7),
        Entry(
            0, .organizers, .english,
            "A basin council should decide how water is shared between districts.",
            "شورای حوزه باید دربارهٔ تقسیم آب میان ولسوالی‌ها تصمیم بگیرد.",
            support: [40, 90, 78], unsure: 13),
        Entry(
            0, .organizers, .english,
            "Factories that dirty the river must pay for cleaning it.",
            "فابریکه‌هایی که آب دریا را آلوده می‌کنند باید مصرف پاک‌کاری آن را بپردازند.",
            support: [90, 95, 88], unsure: 4),
        Entry(
            0, .organizers, .english,
            "Women should hold at least a third of the seats in the water council.",
            "دست‌کم یک‌سوم چوکی‌های شورای آب باید از زنان باشد.",
            support: [42, 84, 66], unsure: 12),
        Entry(
            0, .organizers, .english,
            "Repairing old canals should come before building new ones.",
            "ترمیم کانال‌های کهنه باید پیش از ساختن کانال‌های نو باشد.",
            support: [90, 84, 82], unsure: 7),
        Entry(
            0, .organizers, .english,
            "Water meters should be put on every main canal.",
            "در هر کانال اصلی باید میتر آب نصب شود.",
            support: [28, 92, 46], unsure: 10),
        Entry(
            0, .organizers, .english,
            "The law should be tried for three years and then reviewed.",
            "قانون باید سه سال آزمایش شود و پس از آن بازنگری گردد.",
            support: [84, 88, 85], unsure: 10),
        Entry(
            0, .organizers, .english,
            "Some water must always stay in the river for fish and birds.",
            "همیشه باید مقداری آب برای ماهی‌ها و پرندگان در دریا بماند.",
            support: [55, 88, 30], unsure: 32),
        Entry(
            3, .participant, .dari,
            "In our village the water turns are decided at night and the poor do not hear of it.",
            "در قریهٔ ما نوبت آب شبانه تعیین می‌شود و غریبان از آن خبر نمی‌شوند.",
            support: [50, 75, 68], unsure: 34),
        Entry(
            5, .participant, .english,
            "Fields downstream dry out because too many new canals were dug upstream.",
            "زمین‌های پایین خشک می‌شوند، چون در بالا کانال‌های نو زیادی کنده شده است.",
            support: [20, 46, 95], unsure: 14),
        Entry(
            8, .participant, .dari,
            "The water master must not also be the owner of a mill.",
            "میراب نباید خودش صاحب آسیاب باشد.",
            support: [84, 86, 85], unsure: 11),
        Entry(
            11, .participant, .dari,
            "Engineers who do not live here do not understand our canals.",
            "انجینرانی که این‌جا زندگی نمی‌کنند جوی‌های ما را نمی‌شناسند.",
            support: [90, 22, 64], unsure: 10),
        Entry(
            14, .participant, .english,
            "Permits will only bring bribes.",
            "جواز گرفتن تنها رشوت را زیاد می‌کند.",
            support: [86, 24, 72], unsure: 16),
        Entry(
            20, .participant, .english,
            "Solar pumps are emptying the ground water.",
            "واترپمپ‌های آفتابی آب زیر زمین را تمام می‌کنند.",
            support: [44, 88, 40], unsure: 20),
        Entry(
            26, .participant, .dari,
            "Nobody should lose land to a dam without being paid first.",
            "زمین هیچ کس نباید برای ساختن بند گرفته شود، مگر این‌که پیش از آن پول زمین پرداخته شود.",
            support: [95, 92, 88], unsure: 4),
        Entry(
            30, .participant, .english,
            "Electricity from a dam would help the whole basin.",
            "برق بند به تمام حوزه فایده می‌رساند.",
            support: [30, 36, 94], unsure: 12),
        Entry(
            34, .participant, .dari,
            "People who clean the canal together should get their turn first.",
            "نوبت کسانی که در حشر جوی‌پاکی کار می‌کنند باید پیش از دیگران باشد.",
            support: [84, 52, 58], unsure: 13),
        Entry(
            40, .participant, .english,
            "Schools and clinics must have clean water before the end of next year.",
            "مکتب‌ها و کلینیک‌ها باید تا آخر سال آینده آب پاک داشته باشند.",
            support: [94, 95, 93], unsure: 3),
        Entry(
            46, .participant, .dari,
            "The town takes water and gives nothing back to the villages.",
            "شهر آب را می‌گیرد و به قریه‌ها چیزی پس نمی‌دهد.",
            support: [85, 66, 14], unsure: 11),
        Entry(
            52, .participant, .english,
            "Rice should not be grown in dry years.",
            "در سال‌های خشک نباید شالی کشت شود.",
            support: [34, 70, 80], unsure: 18),
        Entry(
            60, .participant, .dari,
            "Livestock herders should have a written right to watering places.",
            "حق مالداران بر آبخورها باید نوشته شود.",
            support: [62, 66, 55], unsure: 38),
        Entry(
            70, .participant, .english,
            "Trees along the canals should not be cut.",
            "درختان کنار جوی‌ها نباید قطع شوند.",
            support: [88, 90, 84], unsure: 8),
        Entry(
            80, .participant, .english,
            "Flood warnings should be sent to every village by phone and by loudspeaker.",
            "هشدار سیلاب باید با تلیفون و بلندگو به هر قریه برسد.",
            support: [93, 96, 92], unsure: 3),
        Entry(
            90, .participant, .dari,
            "The fine for a rich man and for a poor man should be the same.",
            "جریمهٔ ثروتمند و غریب باید یکسان باشد.",
            support: [60, 45, 52], unsure: 12),
        Entry(
            98, .participant, .english,
            "Those who use more water should pay a higher price for each cubic meter.",
            "هر که آب بیشتر مصرف کند باید برای هر متر مکعب قیمت بلندتر بپردازد.",
            support: [26, 85, 30], unsure: 13),
        Entry(
            104, .participant, .dari,
            "Money given for repairing canals should be announced in the mosque, with its amount.",
            "پولی که برای ترمیم جوی‌ها کمک می‌شود باید با مقدارش در مسجد اعلان شود.",
            support: [86, 84, 85], unsure: 8),
        Entry(
            108, .participant, .english,
            "The ministry should be able to close illegal intakes without waiting for a court.",
            "وزارت باید بتواند آبگیرهای غیرقانونی را بدون انتظار حکم محکمه ببندد.",
            support: [15, 78, 52], unsure: 14),
        Entry(
            110, .participant, .dari,
            "Without rain data from the mountains this law cannot work.",
            "بدون معلومات بارندگی کوه‌ها این قانون کار نمی‌دهد.",
            support: [48, 74, 60], unsure: 42),
        Entry(
            115, .participant, .english,
            "Drip irrigation should be supported with small loans.",
            "آبیاری قطره‌ای باید با قرضه‌های کوچک حمایت شود.",
            support: [82, 90, 84], unsure: 11),
        Entry(
            119, .participant, .dari,
            "Returnees should receive the same water right as those who stayed.",
            "عودت‌کنندگان باید همان حقابهٔ کسانی را داشته باشند که این‌جا ماندند.",
            support: [45, 62, 68], unsure: 31),
        Entry(
            124, .participant, .english,
            "The river should belong to the public and not to those who own its banks.",
            "دریا باید مال عموم باشد، نه مال صاحبان زمین‌های کنار آن.",
            support: [40, 88, 86], unsure: 10),
        Entry(
            128, .participant, .dari,
            "The people of the upper valley kept peace over water for generations without any law.",
            "مردم درهٔ بالا نسل‌ها بدون هیچ قانونی بر سر آب در صلح بودند.",
            support: [88, 48, 20], unsure: 15),
        Entry(
            134, .participant, .english,
            "The old underground channels should be protected as a shared inheritance.",
            "کاریزهای کهن باید به عنوان میراث مشترک حفظ شوند.",
            support: [93, 90, 90], unsure: 7),
        Entry(
            140, .participant, .dari,
            "Winter water should be stored in small ponds in every village.",
            "آب زمستان باید در حوض‌های کوچک هر قریه ذخیره شود.",
            support: [92, 89, 92], unsure: 5),
        Entry(
            146, .participant, .english,
            "This law comes ten years too late.",
            "این قانون ده سال دیر آمده است.",
            support: [22, 58, 70], unsure: 36),
    ]
}

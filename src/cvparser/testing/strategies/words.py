"""What invented CVs are made of, by language."""

from __future__ import annotations

from dataclasses import dataclass

#: ISO 639-1 codes of the languages that CVs are invented in.
LANGUAGES = ("tr", "en", "de", "fr", "es")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Labels, headings, professional facts and sentences of one language.

    In `sentences` stand in angle brackets what is personal, `{name}` for somebody else than the candidate and `{made}`
    for a word that no list knows.
    """

    name: str
    birth: str
    phone: str
    email: str
    address: str
    marital: tuple[str, tuple[str, ...]]
    nationality: tuple[str, tuple[str, ...]]
    religion: tuple[str, tuple[str, ...]]
    health: tuple[str, tuple[str, ...]]
    personal: str
    experience: str
    education: str
    skills: str
    references: str
    months: tuple[str, ...]
    professions: tuple[str, ...]
    employers: tuple[str, ...]
    schools: tuple[str, ...]
    titles: tuple[str, ...]
    mention: str
    sentences: tuple[str, ...]
    given: tuple[str, ...]
    endings: tuple[str, ...]


WORDS = {
    "tr": Words(
        name="Ad Soyad",
        birth="Doğum Tarihi",
        phone="Telefon",
        email="E-posta",
        address="Adres",
        marital=("Medeni Hali", ("Evli, 2 çocuk", "Bekâr", "Boşanmış")),
        nationality=("Uyruk", ("Azerbaycan", "Türkiye Cumhuriyeti")),
        religion=("Din", ("İslam", "Hristiyan")),
        health=("Kan Grubu", ("A Rh (+)", "0 Rh (-)")),
        personal="KİŞİSEL BİLGİLER",
        experience="İŞ DENEYİMİ",
        education="EĞİTİM",
        skills="BECERİLER",
        references="REFERANSLAR",
        months=("Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim"),
        professions=("Yazılım Mühendisi", "Muhasebe Müdürü", "Yoğun Bakım Hemşiresi", "Satış Temsilcisi"),
        employers=("Kuzgun Holding", "Pamukova Teknoloji A.Ş.", "Mavi Liman Lojistik", "Ege Bankası"),
        schools=("Marmara Üniversitesi", "Yeditepe Üniversitesi", "Toros Teknik Üniversitesi"),
        titles=("Sn.", "Prof. Dr."),
        mention="{name} ekibi 12 kişiye çıkardı.",
        sentences=(
            "<{name}> Hanım'a bağlı çalıştım.",
            "Tez danışmanım Prof. Dr. <{name}> idi.",
            "<{made} Sendikası> üyesiyim.",
            "<Tip 1 diyabet> hastasıyım.",
            "Ben <34> yaşındayım.",
            "<İki çocuk> annesiyim.",
        ),
        given=("Tolunay", "Berfin", "Kıvılcım", "Şehrazat", "Gökmen", "İlteriş", "Çağlayan"),
        endings=("oğlu", "gil", "soylu", "taşkıran"),
    ),
    "en": Words(
        name="Name",
        birth="Date of birth",
        phone="Phone",
        email="E-mail",
        address="Address",
        marital=("Marital status", ("Single", "Married, two children")),
        nationality=("Nationality", ("Kenyan", "Irish")),
        religion=("Religion", ("Quaker", "Sikh")),
        health=("Blood type", ("AB negative", "O positive")),
        personal="PERSONAL DETAILS",
        experience="WORK EXPERIENCE",
        education="EDUCATION",
        skills="SKILLS",
        references="REFERENCES",
        months=("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
        professions=("Software Engineer", "Registered Nurse", "Sales Manager", "Data Analyst"),
        employers=("Brackwater Holdings Ltd", "Stonefield & Marsh LLP", "Copperline Systems", "Harbour Bank"),
        schools=("University of Leeds", "Kingsport College", "Northfield Institute of Technology"),
        titles=("Mr.", "Dr."),
        mention="{name} led a team of 12.",
        sentences=(
            "I reported to <{name}>, Head of Sales.",
            "My thesis advisor was Prof. <{name}>.",
            "I am a member of the <{made} Workers' Union>.",
            "I have <asthma>.",
            "I am a practising <Quaker>.",
            "I am <34> years old.",
            "I am <married> with <two children>.",
        ),
        given=("Thessaly", "Alaric", "Imelda", "Rufus", "Winifred", "Cormac", "Odette"),
        endings=("worthy", "ingham", "bottom", "croft"),
    ),
    "de": Words(
        name="Name",
        birth="Geburtsdatum",
        phone="Telefon",
        email="E-Mail",
        address="Anschrift",
        marital=("Familienstand", ("ledig", "verheiratet, zwei Kinder")),
        nationality=("Staatsangehörigkeit", ("polnisch", "österreichisch")),
        religion=("Konfession", ("altkatholisch", "evangelisch")),
        health=("Blutgruppe", ("A positiv", "B negativ")),
        personal="PERSÖNLICHE DATEN",
        experience="BERUFSERFAHRUNG",
        education="AUSBILDUNG",
        skills="KENNTNISSE",
        references="REFERENZEN",
        months=("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober"),
        professions=("Softwareentwickler", "Bauingenieurin", "Vertriebsleiter", "Krankenpfleger"),
        employers=("Weserland Logistik GmbH", "Hollenberg Maschinenbau AG", "Nordkap Energie SE", "Sparkasse Altmark"),
        schools=("Technische Universität Clausthal", "Hochschule Wismar", "Universität Passau"),
        titles=("Herr", "Dr."),
        mention="{name} führte ein Team von 12 Personen.",
        sentences=(
            "Ich berichtete an Frau Dr. <{name}>.",
            "Betreuer meiner Masterarbeit war Prof. <{name}>.",
            "Ich bin Mitglied der <Gewerkschaft {made}>.",
            "Ich habe <Asthma>.",
            "Ich bin <evangelisch>.",
            "Ich bin <34> Jahre alt.",
            "Ich bin <verheiratet> und habe <zwei Kinder>.",
            "Ich bin Mitglied bei den <Grünen>.",
        ),
        given=("Friedlinde", "Torben", "Wendelin", "Käthchen", "Ottokar", "Rüdiger", "Sünje"),
        endings=("hausen", "stätter", "dörffer", "brück"),
    ),
    "fr": Words(
        name="Nom",
        birth="Date de naissance",
        phone="Téléphone",
        email="Courriel",
        address="Adresse",
        marital=("Situation familiale", ("célibataire", "mariée, deux enfants")),
        nationality=("Nationalité", ("belge", "sénégalaise")),
        religion=("Religion", ("protestante", "bouddhiste")),
        health=("Groupe sanguin", ("O positif", "A négatif")),
        personal="ÉTAT CIVIL",
        experience="EXPÉRIENCE PROFESSIONNELLE",
        education="FORMATION",
        skills="COMPÉTENCES",
        references="RÉFÉRENCES",
        months=("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre"),
        professions=("Développeuse logiciel", "Chef de projet", "Infirmière", "Responsable commercial"),
        employers=("Groupe Valmarin", "Banque du Littoral", "Transports Orvault SA", "Clinique des Tilleuls"),
        schools=("Université de Rouen", "École Centrale de Brest", "Lycée Montaigne"),
        titles=("Mme", "Monsieur"),
        mention="{name} a dirigé une équipe de 12 personnes.",
        sentences=(
            "J'étais rattachée à Mme <{name}>.",
            "Je suis membre du <Syndicat {made}>.",
            "Je souffre d'<asthme>.",
            "Je suis <protestante>.",
            "J'ai <34> ans.",
            "Je suis <mariée> et j'ai <deux enfants>.",
        ),
        given=("Apolline", "Gaspard", "Éléonore", "Thibault", "Solène", "Barnabé", "Maëlys"),
        endings=("ville", "court", "vaux", "champs"),
    ),
    "es": Words(
        name="Nombre y apellidos",
        birth="Fecha de nacimiento",
        phone="Teléfono",
        email="Correo electrónico",
        address="Dirección",
        marital=("Estado civil", ("soltera", "casado, dos hijos")),
        nationality=("Nacionalidad", ("uruguaya", "española")),
        religion=("Religión", ("católica", "budista")),
        health=("Grupo sanguíneo", ("A positivo", "0 negativo")),
        personal="DATOS PERSONALES",
        experience="EXPERIENCIA LABORAL",
        education="FORMACIÓN",
        skills="COMPETENCIAS",
        references="REFERENCIAS",
        months=("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre"),
        professions=("Ingeniera de software", "Jefe de ventas", "Enfermera", "Analista de datos"),
        employers=("Grupo Almirante", "Banco del Estrecho", "Transportes Lucentum SL", "Clínica Miraflores"),
        schools=("Universidad de Murcia", "Universidad de Burgos", "Instituto Cervantino"),
        titles=("Sr.", "Dra."),
        mention="{name} dirigió un equipo de 12 personas.",
        sentences=(
            "Reportaba a D. <{name}>, director comercial.",
            "Tesis dirigida por la Dra. <{name}>.",
            "Soy miembro del <Sindicato {made}>.",
            "Tengo <asma>.",
            "Soy <católica>.",
            "Tengo <34> años.",
            "Estoy <casada> y tengo <dos hijos>.",
        ),
        given=("Eufrasia", "Iker", "Begoña", "Leocadio", "Itziar", "Nicanor", "Ximena"),
        endings=("arrieta", "goitia", "ñez", "zurieta"),
    ),
}

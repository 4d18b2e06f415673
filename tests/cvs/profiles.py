"""Invented people as LinkedIn and Canva show them."""

from __future__ import annotations

from tests.cvs import drawn
from tests.cvs.drawn import Employer, Profile, Words


def linkedin_en() -> bytes:
    """Return a profile in English."""
    return drawn.linkedin(
        Profile(
            words=Words("Contact", "Top Skills", "Summary", "Experience", "Education"),
            contact=("tobias.merriweather@mail.example", "www.linkedin.com/in/tobias-merriweather", "(LinkedIn)"),
            skills=("Demand Planning", "S&OP", "Inventory Management"),
            languages=(
                "English (Native or Bilingual)",
                "Spanish (Limited Working)",
            ),
            certificates=(
                "APICS CPIM",
                "Lean Six Sigma Yellow Belt",
            ),
            head=(
                "Tobias Merriweather",
                "Supply Chain Manager at Northquay Foods | S&OP | Demand Planning",
                "Portland, Oregon, United States",
            ),
            summary=(
                "I help food makers plan demand and keep their shelves full. Over the past eleven years I have"
                " built planning teams on both coasts and moved two companies to monthly S&OP."
            ),
            employers=(
                Employer(
                    "Northquay Foods",
                    (
                        (
                            "Supply Chain Manager",
                            "March 2020 - Present (6 years 9 months)",
                            "Portland, Oregon, United States",
                            "Own the monthly S&OP cycle for 340 products. Cut waste of fresh goods by 9 percent.",
                        ),
                        (
                            "Demand Planner",
                            "June 2017 - February 2020 (2 years 9 months)",
                            "Portland, Oregon, United States",
                            "",
                        ),
                    ),
                    "9 years 6 months",
                ),
                Employer(
                    "Hollis & Trent Freight",
                    (
                        (
                            "Logistics Analyst",
                            "August 2014 - May 2017 (2 years 10 months)",
                            "Boise, Idaho, United States",
                            "Analysed lane costs for thirty carriers.",
                        ),
                    ),
                ),
            ),
            schools=(
                (
                    "Portland State University",
                    "Master of Business Administration - MBA, Operations Management · (2015 - 2017)",
                ),
                ("Boise State University", "Bachelor of Science - BS, Industrial Engineering · (2010 - 2014)"),
            ),
        )
    )


def linkedin_tr() -> bytes:
    """Return a profile in Turkish."""
    return drawn.linkedin(
        Profile(
            words=Words("İletişim Bilgileri", "En Önemli Yetenekler", "Özet", "Deneyim", "Eğitim"),
            contact=("emre.tasdelenoglu@posta.example", "www.linkedin.com/in/emretasdelenoglu", "(LinkedIn)"),
            skills=("Kotlin", "Swift", "Jetpack Compose"),
            languages=(
                "Türkçe (Native or Bilingual)",
                "İngilizce (Professional Working)",
            ),
            certificates=("Associate Android Developer",),
            head=("Emre Taşdelenoğlu", "Mobil Uygulama Geliştirici | Kotlin | Swift", "İzmir, Türkiye"),
            summary=(
                "Finans ve ulaşım alanlarında mobil uygulamalar geliştiriyorum. Temiz kod ve erişilebilirlik"
                " benim için önemlidir."
            ),
            employers=(
                Employer(
                    "Körfez Teknoloji",
                    (
                        (
                            "Kıdemli Mobil Geliştirici",
                            "Ocak 2021 - Present (5 yıl 11 ay)",
                            "İzmir, Türkiye",
                            "Ödeme uygulamasının Android sürümünü Kotlin ile yeniden yazdım.",
                        ),
                    ),
                ),
                Employer(
                    "Pusula Yazılım",
                    (
                        (
                            "Android Geliştirici",
                            "Temmuz 2018 - Aralık 2020 (2 yıl 6 ay)",
                            "Bursa, Türkiye",
                            "Toplu taşıma uygulaması için çevrimdışı harita geliştirdim.",
                        ),
                    ),
                ),
            ),
            schools=(("Ege Üniversitesi", "Lisans Derecesi, Bilgisayar Mühendisliği · (2013 - 2018)"),),
        )
    )


def linkedin_de() -> bytes:
    """Return a profile in German."""
    return drawn.linkedin(
        Profile(
            words=Words("Kontakt", "Top-Kenntnisse", "Zusammenfassung", "Berufserfahrung", "Ausbildung"),
            contact=("korbinian.auracher@post.example", "www.linkedin.com/in/korbinian-auracher", "(LinkedIn)"),
            skills=("Produktstrategie", "Scrum", "SQL"),
            languages=(
                "Deutsch (Native or Bilingual)",
                "Englisch (Full Professional)",
            ),
            certificates=("Certified Scrum Product Owner",),
            head=(
                "Korbinian Auracher",
                "Produktmanager bei Alpensoft | SaaS | Agile Methoden",
                "München, Bayern, Deutschland",
            ),
            summary=(
                "Ich entwickle Software für Hotels und Gaststätten. Seit neun Jahren arbeite ich an der"
                " Schnittstelle von Kunden und Entwicklung."
            ),
            employers=(
                Employer(
                    "Alpensoft GmbH",
                    (
                        (
                            "Produktmanager",
                            "Juni 2019 - Present (7 Jahre 6 Monate)",
                            "München, Bayern, Deutschland",
                            "Verantwortung für das Buchungssystem mit 900 Kunden.",
                        ),
                    ),
                ),
                Employer(
                    "Isar Consulting",
                    (
                        (
                            "Business Analyst",
                            "Oktober 2016 - Mai 2019 (2 Jahre 8 Monate)",
                            "München, Bayern, Deutschland",
                            "Anforderungsanalyse für Versicherungen.",
                        ),
                    ),
                ),
            ),
            schools=(
                ("Technische Universität München", "Master of Science - MS, Wirtschaftsinformatik · (2014 - 2016)"),
            ),
        )
    )


def canva() -> bytes:
    """Return a page of a template with a sidebar."""
    return drawn.canva(((30.0, 165.0, _SIDE), (225.0, 340.0, _MAIN)))


_SIDE = (
    ("CONTACT", 12.0),
    ("+123-456-7890", 8.5),
    ("hello@marchbanks.example", 8.5),
    ("123 Anywhere St., Any City", 8.5),
    (" ", 12.0),
    ("EDUCATION", 12.0),
    ("2016 - 2018", 8.5),
    ("WARDIERE UNIVERSITY", 8.5),
    ("• Master of Business Management", 8.5),
    (" ", 6.0),
    ("2011 - 2015", 8.5),
    ("WARDIERE UNIVERSITY", 8.5),
    ("• Bachelor of Business", 8.5),
    (" ", 6.0),
    ("SKILLS", 12.0),
    ("• Project Management", 8.5),
    ("• Public Relations", 8.5),
    ("• Teamwork", 8.5),
    ("• Time Management", 8.5),
    ("• Leadership", 8.5),
    ("• Effective Communication", 8.5),
    ("• Critical Thinking", 8.5),
    (" ", 12.0),
    ("LANGUAGES", 12.0),
    ("• English (Fluent)", 8.5),
    ("• French (Fluent)", 8.5),
    ("• German (Basics)", 8.5),
    ("• Spanish (Intermediate)", 8.5),
)
_MAIN = (
    ("JULIETTE MARCHBANKS", 24.0),
    ("Marketing Manager", 12.0),
    (" ", 12.0),
    ("PROFILE", 12.0),
    (
        "Marketing manager with a record of growing brands through storytelling, paid media and careful measurement.",
        8.5,
    ),
    (" ", 12.0),
    ("WORK EXPERIENCE", 12.0),
    ("Borcelle Studio", 10.0),
    ("2021 - PRESENT", 8.5),
    ("Marketing Manager & Specialist", 9.0),
    ("• Develop and execute comprehensive marketing strategies.", 8.5),
    ("• Lead and mentor a team of five.", 8.5),
    (" ", 8.5),
    ("Fauget Collective", 10.0),
    ("2018 - 2021", 8.5),
    ("Brand Strategist", 9.0),
    ("• Conduct market research to identify emerging trends.", 8.5),
    (" ", 8.5),
    ("Salford & Daughters", 10.0),
    ("2015 - 2018", 8.5),
    ("Social Media Coordinator", 9.0),
    ("• Schedule posts and answer customers.", 8.5),
    (" ", 8.5),
)

"""Words by which CVs say what an answer gives as a flag or a level. Folded: see `domain.text.folding`."""

from __future__ import annotations

#: That something goes on to this day.
PRESENT = (
    "present", "current", "now", "today", "ongoing", "since", "to date", "still", "date", "i am", "i work",
    "halen", "hala", "gunumuz", "devam", "su an", "simdi", "bugun", "beri", "bu yana", "itibaren",
    "heute", "aktuell", "derzeit", "seit", "laufend", "gegenwartig", "momentan", "jetzt",
    "actuel", "aujourd", "present", "depuis", "en cours", "a ce jour", "maintenant",
    "actual", "presente", "desde", "hoy", "en curso", "attual", "oggi", "heden", "atual",
)  # fmt: skip

#: That there is a driving licence, or none.
LICENCE = (
    "ehliyet", "surucu belge", "driving licen", "driver's licen", "drivers licen", "driver licen", "driving permit",
    "fuhrerschein", "fahrerlaubnis", "permis", "conducir", "conduccion", "patente", "rijbewijs", "conducao",
)  # fmt: skip

#: That a language is the mother tongue.
NATIVE = (
    "native", "mother tongue", "first language", "ana dil", "anadil", "mutterspr", "maternel", "materna", "nativ",
    "natif", "bilingu",
)  # fmt: skip

#: That a language is spoken at some level, in words.
FLUENCY = (
    "fluent", "advanced", "intermediate", "beginner", "basic", "elementary", "proficien", "working", "conversation",
    "good", "excellent", "bilingual", "limited", "professional", "ileri", "orta", "baslangic", "temel", "akici", "iyi",
    "fliess", "verhandlungs", "gut", "grundkennt", "konversation", "courant", "bilingue", "intermediaire", "notions",
    "avance", "debutant", "scolaire", "fluid", "avanzad", "intermedi", "basico", "elemental", "alto", "medio",
)  # fmt: skip

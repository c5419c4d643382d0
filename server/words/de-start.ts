import type { start as en } from './en-start.ts'

export const start: Record<keyof typeof en, string> = {
  data_folder_in_use:
    'Der Datenordner {{folder}} wird von einem anderen Rapporteur benutzt. Beenden Sie dieses, oder wählen Sie einen anderen Datenordner.',
  data_folder_in_use_here:
    'Der Datenordner {{folder}} wird von einem anderen Rapporteur benutzt: Prozess {{pid}}, seit {{since}}. Beenden Sie dieses, oder wählen Sie einen anderen Datenordner.',
  data_folder_in_use_elsewhere:
    'Der Datenordner {{folder}} wird von einem anderen Rapporteur benutzt: Prozess {{pid}} auf {{host}}, seit {{since}}. Beenden Sie dieses, oder wählen Sie einen anderen Datenordner.',
  data_folder_in_use_copied:
    'Ein anderer Server arbeitet unter dem Namen von diesem: Sein Datenordner ist eine Kopie. Entfernen Sie die Datei node-id aus einem von beiden.',
  folder_is_file:
    'Wo der Ordner {{folder}} sein soll, liegt eine Datei. Verschieben Sie sie, oder wählen Sie einen anderen Ordner.',
  port_in_use:
    'Auf Port {{port}} lauscht ein anderes Programm. Beenden Sie es, oder wählen Sie einen anderen Port.',
  port_forbidden:
    'Ihr Konto darf nicht auf Port {{port}} lauschen. Wählen Sie einen Port über 1023.',
  storage_damaged_file:
    'Die Datenbank {{file}} ist beschädigt. Beenden Sie Rapporteur und legen Sie eine Sicherung an ihre Stelle. Gibt es keine, führen Sie „npm run rescue -- --data-dir ORDNER --out DATEI“ aus: Was sich lesen lässt, kommt in eine neue Datei, und diese bleibt, wie sie ist. Legen Sie dann die beschädigte Datei beiseite und die neue an ihre Stelle.',
  storage_damaged_parts:
    'Die Datenbank {{file}} ist beschädigt ({{found}}). Beenden Sie Rapporteur und legen Sie eine Sicherung an ihre Stelle. Gibt es keine, führen Sie „npm run rescue -- --data-dir ORDNER --out DATEI“ aus: Was sich lesen lässt, kommt in eine neue Datei, und diese bleibt, wie sie ist. Legen Sie dann die beschädigte Datei beiseite und die neue an ihre Stelle.',
  storage_newer_folder:
    'Die Datenbank stammt von einer neueren Version von Rapporteur (Schema {{version}}, diese kennt {{known}}). Installieren Sie die neuere, oder wählen Sie einen anderen Datenordner.',
  storage_newer_database:
    'Die Datenbank stammt von einer neueren Version von Rapporteur (Schema {{version}}, diese kennt {{known}}). Installieren Sie die neuere, oder wählen Sie eine andere Datenbank.',
  place_unusable: '{{place}} ist nicht verwendbar: {{reason}}',
  place_database: 'Die Datenbank {{database}} auf {{host}}',
  place_folder: 'Der gemeinsame Ordner {{folder}}',
  place_bucket: 'Der Bucket {{bucket}} auf {{host}}',
  database_server_old: 'Sie gehört zu PostgreSQL {{version}}; nötig ist {{needed}} oder neuer.',
  database_encoding: 'Ihre Kodierung ist {{encoding}}. Legen Sie eine mit der Kodierung UTF8 an.',
  blobs_foreign: 'Dort liegen Dateien einer anderen Datenbank.',
  blobs_not_mounted:
    'Es ist nicht der Ort, den diese Datenbank bisher benutzt hat, oder er ist nicht eingehängt.',
}

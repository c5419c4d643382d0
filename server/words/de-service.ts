import type { service as english } from './en-service.ts'

export const service: Record<keyof typeof english, string> = {
  service_writes: 'Der Dienst auf {{host}} schreibt die Arbeitsmappe',
  service_unreachable: 'der Dienst für Arbeitsmappen auf {{host}} ist nicht erreichbar ({{text}})',
  service_silent:
    'der Dienst für Arbeitsmappen auf {{host}} hat sich {{seconds}} s lang nicht gemeldet',
  service_broke_off: 'der Dienst für Arbeitsmappen auf {{host}} hat mittendrin abgebrochen',
  service_refused:
    'der Dienst für Arbeitsmappen auf {{host}} hat mit {{status}} geantwortet: {{text}}',
  service_redirects:
    'der Dienst für Arbeitsmappen auf {{host}} verweist an eine andere Adresse, was nicht befolgt wird',
  service_wrong_answer_type:
    'der Dienst für Arbeitsmappen auf {{host}} hat etwas geliefert, das keine Arbeitsmappe ist',
  service_wrong_answer_encoding:
    'der Dienst für Arbeitsmappen auf {{host}} hat in einer Kodierung geantwortet, um die nicht gebeten wurde',
  service_wrong_answer_checksum:
    'die Arbeitsmappe des Dienstes auf {{host}} hat nicht die Prüfsumme, die er nennt',
  service_wrong_answer_workbook:
    'die Arbeitsmappe des Dienstes auf {{host}} lässt sich nicht öffnen',
  service_wrong_answer_macros: 'die Arbeitsmappe des Dienstes auf {{host}} enthält Makros',
  service_wrong_answer_large: 'die Arbeitsmappe des Dienstes auf {{host}} ist zu groß',
  service_wrong_answer_unpacked:
    'die Arbeitsmappe des Dienstes auf {{host}} wäre ausgepackt unverhältnismäßig groß',
  service_stays_here:
    'dieser Raum bleibt auf diesem Computer, und der Dienst für Arbeitsmappen auf {{host}} ist auf einem anderen',
  workbook_ready_without_service:
    'Die Arbeitsmappe ist fertig, von Rapporteur selbst geschrieben: {{reason}}',
}

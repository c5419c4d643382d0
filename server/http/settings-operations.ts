import {
  SettingsChange,
  SettingsView,
  TestAnswer,
  TestMailRequest,
  TestSummaryRequest,
} from '../contract/settings.ts'
import { json, type Operation } from './operation.ts'

/** The operations below `/api/settings`. */
export const settingsOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/settings',
    summary: 'The settings in force, where each comes from, and which secrets are set',
    answers: { 200: json('The settings', SettingsView) },
  },
  {
    method: 'patch',
    path: '/api/settings',
    summary:
      'Changes what is named; a refused value is named in `errors`, and then nothing changes',
    body: { contentType: 'application/json', schema: SettingsChange },
    answers: { 200: json('The settings after it', SettingsView) },
  },
  {
    method: 'post',
    path: '/api/settings/test-mail',
    summary: 'Sends a small mail, with the settings as they would be after `change`',
    body: { contentType: 'application/json', schema: TestMailRequest },
    answers: { 200: json('What became of it', TestAnswer) },
  },
  {
    method: 'post',
    path: '/api/settings/test-summary',
    summary: 'Asks the model server one small question, with the settings as they would be',
    body: { contentType: 'application/json', schema: TestSummaryRequest },
    answers: { 200: json('What came of it', TestAnswer) },
  },
]

export const SurveyPage = () => null;

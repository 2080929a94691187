export const FormsPage = () => null;

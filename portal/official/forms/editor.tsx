export const FormEditor = () => null;

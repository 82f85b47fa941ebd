// Why did it say that? A prediction, and what LIME and SHAP say about it, side by side: once for a flower and once for a digit.
using Explain;

IrisExplanation.Run();
Console.WriteLine();
DigitExplanation.Run();

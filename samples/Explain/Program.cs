// Explains predictions by LIME and SHAP, side by side: one for a flower and one for a digit. The plots are written to the folder that is
// given as an argument, or to the current one. With --quick, the models are trained for a shorter time.
using Explain;

string folder = args.FirstOrDefault(argument => !argument.StartsWith('-')) ?? ".";
bool isQuick = args.Contains("--quick");
Directory.CreateDirectory(folder);
IrisExplanation.Run(folder, isQuick);
Console.WriteLine();
DigitExplanation.Run(folder, isQuick);
Console.WriteLine();
IEnumerable<string?> pictures = Directory.GetFiles(folder, "*.svg").Select(Path.GetFileName).Order(StringComparer.Ordinal);
Console.WriteLine($"Pictures in {Path.GetFullPath(folder)}: {string.Join(", ", pictures)}");

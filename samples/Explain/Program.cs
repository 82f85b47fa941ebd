// Why did it say that? A prediction, and what LIME and SHAP say about it, side by side: once for a flower and once for a digit.
// The pictures go into the folder given as an argument, or else into the current one. With --quick the models are trained for less long.
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

using System.Globalization;
using NeuralNet.Aot;

// Runs every public area once to detect failures of native code or trimming: the exit code of the program is the number of failures.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = Directory.CreateTempSubdirectory("neuralnet-aot-").FullName;
(string Area, Action Run)[] areas =
[
    ("the first program", () => FirstProgram.Run(folder)),
    ("training, callbacks and metrics", () => Training.Run(folder)),
    ("names of every kind", Names.Run),
    ("functional models and their files", () => Functional.Run(folder)),
    ("weights, also of PyTorch", () => Weights.Run(folder)),
    ("classes of one's own in a file", () => CustomClasses.Run(folder)),
    ("TensorFlow.js", () => Export.RunTensorFlowJs(folder)),
    ("ONNX", () => Export.RunOnnx(folder)),
    ("Keras", () => Export.RunKeras(folder)),
    ("explanations", Explanations.Run),
    ("neurons", Explanations.RunNeurons),
    ("plots", () => Plots.Run(folder)),
    ("tables", () => Tables.Run(folder)),
    ("pictures", () => Pictures.Run(folder)),
    ("texts", () => Texts.Run(folder)),
    ("tokenizers", () => Texts.RunTokenizers(folder)),
    ("a strategy of several processes", Ranks.Run),
    ("MathNet and its providers", MathNetProviders.Run),
];

int failures = 0;
foreach ((string area, Action run) in areas)
{
    try
    {
        run();
        Console.WriteLine($"ok: {area}");
    }
#pragma warning disable CA1031 // Every failure is one of the area.
    catch (Exception exception)
#pragma warning restore CA1031
    {
        failures++;
        Console.WriteLine($"FAILED: {area}: {exception}");
    }
}

Directory.Delete(folder, recursive: true);
Console.WriteLine($"{areas.Length - failures} of {areas.Length} areas work.");
return failures;

using NeuralNet;
using NeuralNet.Data;
using NeuralNet.Explainability;
using NeuralNet.Plotting;

namespace Explain;

/// <summary>Explains the prediction of a digit by the parts of its image and by neurons.</summary>
internal static class DigitExplanation
{
    public static void Run(string folder, bool isQuick)
    {
        Table table = Table.ReadCsv(Path.Combine(AppContext.BaseDirectory, "digits.csv.gz"));
        Tensor pixels = table.ToTensor([.. table.Columns.Select(column => column.Name).SkipLast(1)]), digits = table.ToTensor("digit");
        var ((x, y), (testX, testY)) = EveryFifthRow.ForTest(pixels, digits);
        Sequential model = new Sequential(64, seed: 42).Dense(48, "relu").Dense(10, "softmax");
        model.Compile(new Adam(learningRate: 0.002f), "sparse_categorical_crossentropy", "accuracy");
        model.Fit(x, y, epochs: isQuick ? 5 : 30, verbose: Verbosity.Silent);
        double accuracy = model.Evaluate(testX, testY)["accuracy"];
        Console.WriteLine(FormattableString.Invariant($"DIGITS: accuracy {accuracy:P1} on digits it has not seen"));

        Tensor digit = testX.Row(3).ToArray();
        int shown = (int)testY[3, 0];
        Tensor background = x[..100];

        // Some pixels at the edge are white in every image. Patches vary, and 16 of them are easier to read than 64 pixels.
        Features patches = Features.Patches([8, 8], 2);
        Attribution[] explanations =
        [
            new KernelShap(model, background, features: patches).Explain(digit, shown, seed: 42),
            new DeepShap(model, background, patches).Explain(digit, shown),
            new GradientShap(model, background, samples: 1000, patches).Explain(digit, shown, seed: 42),
            new IntegratedGradients(model, features: patches).Explain(digit, shown),
            new Lime(model, x, features: patches).Explain(digit, shown, seed: 42),
        ];
        Console.WriteLine($"Why {shown}? The digit, and the patches that speak for it (+) and against it (-) by KernelSHAP and LIME:");
        Draw(digit, explanations[0].ToTensor(), explanations[^1].ToTensor());
        foreach (Attribution explanation in explanations)
        {
            string sum = FormattableString.Invariant($"base {explanation.BaseValue:F4} + sum {explanation.Sum:F4}");
            string fidelity = explanation.LocalFidelity is { } r2 ? FormattableString.Invariant($", local R² {r2:F2}") : "";
            Console.WriteLine(FormattableString.Invariant(
                $"{explanation.Method,-20} {sum}, residual {explanation.Residual:0.0E+0}{fidelity}"));
        }

        Console.WriteLine("Integrated gradients compare with a blank image, the others with digits of all kinds: another question.");
        foreach (Attribution explanation in explanations.Skip(1))
            Console.WriteLine(Agreement.Describe(explanations[0], explanation, strongest: 5));

        Plot.ImageHeatMap(explanations[0], [8, 8], title: $"Why {shown}? By KernelSHAP").Save(Path.Combine(folder, "digit-shap.svg"));
        Plot.ImageHeatMap(explanations[^1], [8, 8], title: $"Why {shown}? By LIME").Save(Path.Combine(folder, "digit-lime.svg"));

        Console.WriteLine();
        Console.WriteLine(new ActivationRecorder(model).Record(testX));
        Console.WriteLine(DeadNeuronReport.Of(model, x));
        IEnumerable<string> exciting = MaxActivatingInputs.Of(model, testX, "dense", neuron: 5, count: 5)
            .Select(found => FormattableString.Invariant($"row {found.Row}, a {testY[found.Row, 0]} ({found.Activation:F1})"));
        Console.WriteLine("The test rows to which neuron 5 of the hidden layer says most: " + string.Join(", ", exciting));
    }

    /// <summary>Draws the digit in shades, and beside it the signs of the values that are at least a quarter of the maximum.</summary>
    private static void Draw(Tensor digit, params Tensor[] maps)
    {
        for (int row = 0; row < 8; row++)
        {
            string line = string.Concat(Enumerable.Range(0, 8)
                .Select(column => new string(" ░▒▓█"[(int)(digit[row * 8 + column] / 16 * 4)], 2)));
            foreach (Tensor map in maps)
            {
                float limit = map.ToArray().Max(Math.Abs) / 4;
                line += "   |" + string.Concat(Enumerable.Range(0, 8).Select(column => map[row * 8 + column] switch
                {
                    float value when value >= limit && limit > 0 => " +",
                    float value when value <= -limit && limit > 0 => " -",
                    _ => " ·",
                }));
            }

            Console.WriteLine(line);
        }
    }
}

// Capital letters A to J in 610 fonts, 28×28 pixels each. A convolutional network learns from the letters of some fonts and reads those of
// fonts that it has not seen. Writes the curves of the training, the confusion matrix and the worst mistakes as SVG. With --quick, a
// short training.
using System.Diagnostics;
using NeuralNet;
using NeuralNet.Plotting;

bool isQuick = args.Contains("--quick");
int epochs = isQuick ? 3 : 24;
double goal = isQuick ? 0.9 : 0.94;
var watch = Stopwatch.StartNew();

IdxImages training = IdxImages.Read(AppContext.BaseDirectory, "train"), test = IdxImages.Read(AppContext.BaseDirectory, "test");
string[] letters = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"];
int steps = epochs * training.Pixels.Shape[0] / LetterModel.BatchSize;
Sequential network = LetterModel.Create(letters, steps, seed: 1);

// The letters for validation have the fonts of the others, so that they are read better than those of new fonts.
History history = network.Fit(training.Pixels, training.Classes, new FitOptions
{
    Epochs = epochs,
    BatchSize = LetterModel.BatchSize,
    ValidationSplit = 0.05,
    Verbose = Verbosity.OneLinePerEpoch,
});
Tensor probabilities = network.Predict(test.Pixels);
var confusion = ConfusionMatrix.From(test.Classes, probabilities, classNames: letters);
Console.WriteLine();
Console.WriteLine(confusion);

history.SavePlot("letters-training.svg");
Plot.ConfusionMatrix(test.Classes, probabilities, letters).Save("letters-confusion.svg");
new Mistakes(test, probabilities, letters).Worst(32).Save("letters-mistakes.svg");
Console.WriteLine();
Console.WriteLine($"{confusion.Accuracy:P1} of {confusion.Total} letters in new fonts are read correctly, after "
    + $"{watch.Elapsed.TotalSeconds:F0} s. Keras's example network reads 93.0 %.");
Console.WriteLine("Plots: letters-training.svg, letters-confusion.svg, letters-mistakes.svg.");
return confusion.Accuracy >= goal ? 0 : 1;

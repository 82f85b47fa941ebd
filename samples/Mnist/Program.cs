// Keras's example network for MNIST, or for a data set in the same files, such as Fashion-MNIST: mnist <folder>. The folder has
// train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, compressed with gzip or not.
// Keras: https://keras.io/examples/vision/mnist_convnet.
using System.Diagnostics;
using NeuralNet;
using NeuralNet.Plotting;

const string Usage = "Give the folder of the four IDX files of MNIST, such as train-images-idx3-ubyte.gz: dotnet run -- <folder>. The "
    + "files are at https://storage.googleapis.com/cvdf-datasets/mnist, those of Fashion-MNIST at "
    + "https://github.com/zalandoresearch/fashion-mnist.";
if (args.FirstOrDefault(argument => argument != "--quick") is not { } folder)
{
    Console.WriteLine(Usage);
    return 0;
}

IdxImages training, test;
try
{
    (training, test) = (IdxImages.Read(folder, "train"), IdxImages.Read(folder, "t10k"));
}
catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"{exception.Message} {Usage}");
    return 1;
}

var watch = Stopwatch.StartNew();
string[] names = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];
Sequential network = new Sequential([.. training.Pixels.Shape.Skip(1)], seed: 1)
    .Rescaling(1 / 255f)
    .Conv2D(32, 3, activation: Activation.ReLU).MaxPooling2D(2)
    .Conv2D(64, 3, activation: Activation.ReLU).MaxPooling2D(2)
    .Flatten().Dropout(0.5f)
    .Dense(names.Length, Activation.Softmax);
network.Labels = names;
network.Compile(new Adam(), Loss.SparseCategoricalCrossEntropy, Metric.Accuracy);
History history = network.Fit(training.Pixels, training.Classes, new FitOptions
{
    Epochs = args.Contains("--quick") ? 1 : 15,
    BatchSize = 128,
    ValidationSplit = 0.1,
    Verbose = Verbosity.OneLinePerEpoch,
});

Tensor probabilities = network.Predict(test.Pixels);
var confusion = ConfusionMatrix.From(test.Classes, probabilities, classNames: names);
Console.WriteLine(confusion);
history.SavePlot("mnist-training.svg");
Plot.ConfusionMatrix(test.Classes, probabilities, names).Save("mnist-confusion.svg");
new Mistakes(test, probabilities, names).Worst(32).Save("mnist-mistakes.svg");
Console.WriteLine($"{confusion.Accuracy:P2} of {confusion.Total} test images are read correctly, after {watch.Elapsed.TotalSeconds:F0} s.");
Console.WriteLine("Plots: mnist-training.svg, mnist-confusion.svg, mnist-mistakes.svg.");
return 0;

using NeuralNet;
using NeuralNet.Plotting;

/// <summary>The images that a classifier gives other classes than their own.</summary>
/// <param name="test">The images.</param>
/// <param name="probabilities">The probability of each class, (images, classes).</param>
/// <param name="names">The names of the classes.</param>
internal sealed class Mistakes(IdxImages test, Tensor probabilities, IReadOnlyList<string> names)
{
    private readonly int[] predicted = probabilities.ArgMax();

    /// <summary>
    /// Draws the worst mistakes. The loss of an image is -ln p of its true class, so they are those that give that class the lowest
    /// probabilities.
    /// </summary>
    public Plot Worst(int count)
    {
        int[] worst = [.. Enumerable.Range(0, predicted.Length).Where(image => predicted[image] != TrueClass(image))
            .OrderBy(image => probabilities[image, TrueClass(image)]).Take(count)];
        return Plot.ImageGrid(test.Pixels.Gather(worst), [.. worst.Select(Caption)], title: $"The {worst.Length} worst mistakes");
    }

    private string Caption(int image) =>
        $"{names[TrueClass(image)]}, read as {names[predicted[image]]} ({probabilities[image, predicted[image]]:P0})";

    private int TrueClass(int image) => (int)test.Classes[image];
}

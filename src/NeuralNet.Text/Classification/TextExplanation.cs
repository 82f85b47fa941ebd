using System.Globalization;

namespace NeuralNet.Text;

/// <summary>The words of a text and their contributions to the prediction of a class.</summary>
/// <param name="Text">The text.</param>
/// <param name="Prediction">The class that is explained, with its probability.</param>
/// <param name="Words">The words, in the order of the text.</param>
public sealed record TextExplanation(string Text, ClassPrediction Prediction, IReadOnlyList<WordContribution> Words)
{
    private const int ShownWords = 5;

    /// <summary>
    /// Returns the class, its probability, and the words with the largest contributions: <c>spam (98 %): "free" +2.1, "Hi" −0.7</c>.
    /// </summary>
    public override string ToString()
    {
        IEnumerable<string> largest = Words.OrderByDescending(word => Math.Abs(word.Contribution)).Take(ShownWords)
            .Select(word => $"\"{word.Word}\" {Signed(word.Contribution)}");
        return $"{Prediction}: {string.Join(", ", largest)}";
    }

    /// <summary>Formats a number with its sign. A format with sections would write a small negative number as −+0.0.</summary>
    private static string Signed(float value) =>
        string.Create(CultureInfo.InvariantCulture, $"{(value < 0 ? '−' : '+')}{Math.Abs(value):0.0}");
}

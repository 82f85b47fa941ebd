namespace NeuralNet.Text;

/// <summary>Explains a prediction by the predictions for the text without each of its parts.</summary>
/// <param name="classifier">The classifier.</param>
/// <param name="text">The text.</param>
/// <param name="label">The index of the class.</param>
internal sealed class WordOmission(TextClassifier classifier, string text, int label)
{
    /// <summary>The characters of the texts that are predicted at a time.</summary>
    private const int BatchCharacters = 1 << 22;

    /// <summary>The minimum of a probability in the logarithm.</summary>
    private const double MinProbability = 1e-37;

    public TextExplanation Explain(IReadOnlyList<Range> parts, CancellationToken cancellationToken)
    {
        Tensor whole = classifier.PredictProbabilities([text], cancellationToken: cancellationToken);
        double logOdds = LogOdds(whole.Row(0));
        var words = new WordContribution[parts.Count];
        int batch = Math.Max(1, BatchCharacters / Math.Max(1, text.Length));
        for (int start = 0; start < parts.Count; start += batch)
        {
            string[] texts = [.. parts.Skip(start).Take(batch).Select(Without)];
            Tensor probabilities = classifier.PredictProbabilities(texts, cancellationToken: cancellationToken);
            for (int i = 0; i < texts.Length; i++)
            {
                Range part = parts[start + i];
                words[start + i] = new WordContribution(
                    part.Start.Value, text[part], (float)(logOdds - LogOdds(probabilities.Row(i))));
            }
        }

        return new TextExplanation(text, new ClassPrediction(label, classifier.Labels[label], whole[0, label]), words);
    }

    private string Without(Range part) => text.Remove(part.Start.Value, part.End.Value - part.Start.Value);

    /// <summary>
    /// Returns ln p/(1 − p) of the class. The sum of the other probabilities is exact where p is rounded to 1.
    /// </summary>
    private double LogOdds(ReadOnlySpan<float> probabilities)
    {
        double others = 0;
        for (int i = 0; i < probabilities.Length; i++)
            others += i == label ? 0 : probabilities[i];
        return Math.Log(Math.Max(probabilities[label], MinProbability)) - Math.Log(Math.Max(others, MinProbability));
    }
}

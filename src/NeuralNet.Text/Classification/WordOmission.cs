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

    private readonly Model model = classifier.Model;

    /// <summary>Explains the prediction by the parts of the text.</summary>
    public TextExplanation Explain(IReadOnlyList<Range> parts, CancellationToken cancellationToken)
    {
        float probability = classifier.PredictProbabilities([text], cancellationToken: cancellationToken)[0, label];
        double logOdds = LogOddsOf([text])[0];
        var words = new WordContribution[parts.Count];
        int batch = Math.Max(1, BatchCharacters / Math.Max(1, text.Length));
        for (int start = 0; start < parts.Count; start += batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] without = LogOddsOf([.. parts.Skip(start).Take(batch).Select(Without)]);
            for (int i = 0; i < without.Length; i++)
            {
                Range part = parts[start + i];
                words[start + i] = new WordContribution(part.Start.Value, text[part], (float)(logOdds - without[i]));
            }
        }

        return new TextExplanation(text, new ClassPrediction(label, classifier.Labels[label], probability), words);
    }

    private string Without(Range part) => text.Remove(part.Start.Value, part.End.Value - part.Start.Value);

    /// <summary>Returns ln p/(1 − p) of the class for each text, but for a constant.</summary>
    private double[] LogOddsOf(string[] texts)
    {
        if (model.OutputShapes[0] is [> 1])
        {
            Tensor probabilities = classifier.PredictProbabilities(texts);
            return [.. Enumerable.Range(0, texts.Length).Select(row => LogOdds(probabilities.Row(row)))];
        }

        // Of a sigmoid, it is the value before the activation: the probability may be rounded to 1.
        IReadOnlyList<Tensor> inputs = model.Encode(new TextRows(model.Encoders[0].Columns[0], texts));
        using var pass = new GradientPass(model, [.. inputs.Select(input => input.Shape)]);
        for (int i = 0; i < inputs.Count; i++)
            inputs[i].AsSpan().CopyTo(pass.Inputs[i].AsSpan());
        pass.Forward();
        float[] logits = pass.Nodes[model.Graph.Outputs[0].Node].Frame.PreActivation.ToArray();
        return Array.ConvertAll(logits, logit => label == 1 ? (double)logit : -logit);
    }

    /// <summary>
    /// Returns ln p/(1 − p) of the class from a softmax. The sum of the other probabilities is exact where p is rounded to 1.
    /// </summary>
    private double LogOdds(ReadOnlySpan<float> probabilities)
    {
        double others = 0;
        for (int i = 0; i < probabilities.Length; i++)
            others += i == label ? 0 : probabilities[i];
        return Math.Log(Math.Max(probabilities[label], MinProbability)) - Math.Log(Math.Max(others, MinProbability));
    }
}

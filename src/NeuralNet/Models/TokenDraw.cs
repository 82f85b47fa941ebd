namespace NeuralNet;

/// <summary>Draws tokens by their probabilities.</summary>
/// <param name="temperature">The temperature: a probability counts as its power 1/temperature; 0 takes the likeliest token.</param>
/// <param name="topK">The number of likeliest tokens that are drawn from; null for all.</param>
/// <param name="seed">The seed.</param>
internal sealed class TokenDraw(float temperature, int? topK, int seed)
{
    private readonly RandomStream random = new(seed);
    private float[] weights = [], sorted = [];

    /// <summary>Returns a token.</summary>
    public int Next(ReadOnlySpan<float> probabilities)
    {
        int likeliest = LikeliestOf(probabilities);
        if (temperature == 0 || topK == 1)
            return likeliest;
        if (weights.Length != probabilities.Length)
            (weights, sorted) = (new float[probabilities.Length], new float[probabilities.Length]);
        double sum = 0;
        float min = MinDrawn(probabilities), max = probabilities[likeliest];
        for (int i = 0; i < weights.Length; i++)
        {
            // Divided by the maximum, so that powers do not underflow.
            weights[i] = probabilities[i] >= min ? MathF.Pow(probabilities[i] / max, 1 / temperature) : 0;
            sum += weights[i];
        }

        double rest = random.NextSingle() * sum;
        for (int i = 0; i < weights.Length; i++)
        {
            rest -= weights[i];
            if (rest < 0)
                return i;
        }

        return likeliest;
    }

    /// <summary>Returns the minimum probability of a token that is drawn from; all tokens of this probability are.</summary>
    private float MinDrawn(ReadOnlySpan<float> probabilities)
    {
        if (topK is not int count || count >= probabilities.Length)
            return 0;
        probabilities.CopyTo(sorted);
        Array.Sort(sorted);
        return sorted[^count];
    }

    private static int LikeliestOf(ReadOnlySpan<float> probabilities)
    {
        int likeliest = 0;
        for (int i = 1; i < probabilities.Length; i++)
        {
            if (probabilities[i] > probabilities[likeliest])
                likeliest = i;
        }

        return likeliest;
    }
}

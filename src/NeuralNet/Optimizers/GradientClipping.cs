namespace NeuralNet;

/// <summary>Limits the size of gradients (Keras: optimizers/base_optimizer.py, <c>_clip_gradients</c>).</summary>
internal static class GradientClipping
{
    /// <summary>Scales all gradients down so that their joint norm is at most <paramref name="maximum"/>.</summary>
    public static void ByGlobalNorm(ParameterSpace space, float maximum)
    {
        double sumOfSquares = 0;
        for (int i = 0; i < space.Parameters.Count; i++)
            sumOfSquares += space[i].SumOfSquares();
        double norm = Math.Sqrt(sumOfSquares);
        for (int i = 0; i < space.Parameters.Count; i++)
            ScaleDown(space[i], norm, maximum);
    }

    /// <summary>Scales each gradient down so that its norm is at most <paramref name="maximum"/>.</summary>
    public static void ByNorm(ParameterSpace space, float maximum)
    {
        for (int i = 0; i < space.Parameters.Count; i++)
            ScaleDown(space[i], Math.Sqrt(space[i].SumOfSquares()), maximum);
    }

    /// <summary>Clips each element of the gradients to [−<paramref name="maximum"/>, <paramref name="maximum"/>].</summary>
    public static void ByValue(ParameterSpace space, float maximum)
    {
        for (int i = 0; i < space.Parameters.Count; i++)
            space[i].Clamp(maximum);
    }

    private static void ScaleDown(GradientRows gradient, double norm, double maximum)
    {
        if (norm > maximum)
            gradient.Scale((float)(maximum / norm));
    }
}

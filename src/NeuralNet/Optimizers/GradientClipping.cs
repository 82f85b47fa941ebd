namespace NeuralNet;

/// <summary>The ways of keeping gradients small (Keras: optimizers/base_optimizer.py, <c>_clip_gradients</c>).</summary>
internal static class GradientClipping
{
    /// <summary>Scales all gradients down so that their norm, taken together, is not above <paramref name="greatest"/>.</summary>
    public static void ByGlobalNorm(ParameterSpace space, float greatest)
    {
        double sumOfSquares = 0;
        for (int i = 0; i < space.Parameters.Count; i++)
            sumOfSquares += space[i].SumOfSquares();
        double norm = Math.Sqrt(sumOfSquares);
        for (int i = 0; i < space.Parameters.Count; i++)
            ScaleDown(space[i], norm, greatest);
    }

    /// <summary>Scales each gradient down so that its norm is not above <paramref name="greatest"/>.</summary>
    public static void ByNorm(ParameterSpace space, float greatest)
    {
        for (int i = 0; i < space.Parameters.Count; i++)
            ScaleDown(space[i], Math.Sqrt(space[i].SumOfSquares()), greatest);
    }

    /// <summary>Cuts each element of the gradients to [−<paramref name="greatest"/>, <paramref name="greatest"/>].</summary>
    public static void ByValue(ParameterSpace space, float greatest)
    {
        for (int i = 0; i < space.Parameters.Count; i++)
            space[i].Clamp(greatest);
    }

    private static void ScaleDown(GradientRows gradient, double norm, double greatest)
    {
        if (norm > greatest)
            gradient.Scale((float)(greatest / norm));
    }
}

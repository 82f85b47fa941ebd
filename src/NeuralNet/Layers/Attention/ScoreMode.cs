namespace NeuralNet;

/// <summary>The function of a query and a key by which an <see cref="Attention"/> scores them.</summary>
public enum ScoreMode
{
    /// <summary>The product q·k.</summary>
    Dot,

    /// <summary>w·Σⱼ tanh(qⱼ + kⱼ) with a trained weight w.</summary>
    Concat,
}

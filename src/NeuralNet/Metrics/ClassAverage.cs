namespace NeuralNet;

/// <summary>How the scores of the classes become one (Keras: metrics/f_score_metrics.py).</summary>
public enum ClassAverage
{
    /// <summary>Not at all: the results are one score for each class, and logs show their mean.</summary>
    None,

    /// <summary>The counts of all classes are added before the score is taken.</summary>
    Micro,

    /// <summary>The mean of the scores.</summary>
    Macro,

    /// <summary>The mean of the scores, weighted by how often each class is true.</summary>
    Weighted,
}

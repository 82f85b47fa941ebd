namespace NeuralNet;

/// <summary>The average of the scores of the classes (Keras: metrics/f_score_metrics.py).</summary>
public enum ClassAverage
{
    /// <summary>No average: the results are one score for each class, and logs show their mean.</summary>
    None,

    /// <summary>The score of the sums of all classes' counts.</summary>
    Micro,

    /// <summary>The mean of the scores.</summary>
    Macro,

    /// <summary>The mean of the scores, weighted by the number of true samples of each class.</summary>
    Weighted,
}

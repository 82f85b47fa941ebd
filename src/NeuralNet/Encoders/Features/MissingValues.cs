namespace NeuralNet;

/// <summary>
/// The treatment of missing values of a column by a <see cref="FeatureSpace"/>. What is filled in is learned from the training rows.
/// </summary>
public enum MissingValues
{
    /// <summary>A missing value is an error. The default.</summary>
    Error,

    /// <summary>The mean of the column, before any normalization or rescaling. For numbers.</summary>
    Mean,

    /// <summary>The median of the column, before any normalization or rescaling. For numbers.</summary>
    Median,

    /// <summary>
    /// The most frequent value; among equally frequent numbers the smallest, among categories the first of the vocabulary, among hash bins
    /// and parts of dates the first.
    /// </summary>
    MostFrequent,

    /// <summary>A further category, the last. For categories, bins and parts of dates.</summary>
    OwnCategory,

    /// <summary>The mean, and a further element that is 1 if the value is missing and 0 otherwise. For numbers.</summary>
    Indicator,
}

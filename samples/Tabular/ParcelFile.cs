using System.Globalization;
using NeuralNet;

/// <summary>Writes a CSV file of random parcels, which are late by the rule. Some cells are empty: the value was not written down.</summary>
internal static class ParcelFile
{
    private const double MissingFraction = 0.05;

    /// <returns>The accuracy to be expected of predictions by the rule, if no value were missing.</returns>
    public static double Write(string path, int rows, int seed)
    {
        var random = new RandomStream(seed);
        using var file = new StreamWriter(path);
        double correct = 0;
        file.WriteLine("sent,carrier,km,wrapping,arrival");
        for (int row = 0; row < rows; row++)
        {
            var parcel = new Parcel(
                new DateTime(2025, 1, 1).AddDays(random.NextInt32(365)), Parcel.Carriers[random.NextInt32(Parcel.Carriers.Length)],
                random.NextInt32(Parcel.MaxKm), Parcel.Wrappings[random.NextInt32(Parcel.Wrappings.Length)]);
            correct += Math.Max(parcel.LateProbability, 1 - parcel.LateProbability);
            string arrival = random.NextDouble() < parcel.LateProbability ? "late" : "on time";
            file.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{parcel.Sent:yyyy-MM-dd},{OrHole(parcel.Carrier)},{OrHole(parcel.Km)},{parcel.Wrapping},{arrival}"));
        }

        return correct / rows;

        object OrHole(object value) => random.NextDouble() < MissingFraction ? "" : value;
    }
}

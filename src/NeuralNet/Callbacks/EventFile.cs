using System.Buffers.Binary;
using System.Globalization;

namespace NeuralNet;

/// <summary>
/// A file of events for TensorBoard: records of a length, its checksum, a message <c>Event</c> and its checksum. <see cref="Flush"/> writes
/// what was added; the file is open only then. TensorBoard: summary/writer/record_writer.py, compat/proto/event.proto.
/// </summary>
internal sealed class EventFile
{
    private const int WallTime = 1, Step = 2, FileVersion = 3, Summary = 5;
    private const int SummaryValue = 1, Tag = 1, SimpleValue = 2, Histogram = 5;

    private static int made;

    private readonly string path;
    private readonly MemoryStream pending = new();

    /// <summary>Creates a file with a unique name in a folder, which is created if it is missing.</summary>
    public EventFile(string folder)
    {
        Directory.CreateDirectory(folder);
        string name = string.Create(
            CultureInfo.InvariantCulture,
            $"events.out.tfevents.{(long)Now():D10}.{Environment.MachineName}.{Environment.ProcessId}.{Interlocked.Increment(ref made)}");
        path = Path.Combine(folder, name);
        AddRecord(new ProtocolBuffer().Add(WallTime, Now()).Add(FileVersion, "brain.Event:2"));
        Flush();
    }

    /// <summary>Adds a number.</summary>
    public void Add(string tag, double value, long step) =>
        AddSummary(step, new ProtocolBuffer().Add(Tag, tag).Add(SimpleValue, (float)value));

    /// <summary>Adds a histogram.</summary>
    public void Add(string tag, WeightHistogram histogram, long step) =>
        AddSummary(step, new ProtocolBuffer().Add(Tag, tag).Add(Histogram, histogram.ToMessage()));

    /// <summary>Writes the added events to the file.</summary>
    public void Flush()
    {
        using (var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read))
            pending.WriteTo(stream);
        pending.SetLength(0);
    }

    /// <summary>Computes the masked checksum of bytes: rotated and offset, so that it differs from the checksum of itself.</summary>
    internal static uint MaskedChecksum(ReadOnlySpan<byte> bytes)
    {
        var crc = new Crc32C();
        crc.Append(bytes);
        return ((crc.Value >> 15) | (crc.Value << 17)) + 0xa282ead8;
    }

    private void AddSummary(long step, ProtocolBuffer value) => AddRecord(
        new ProtocolBuffer().Add(WallTime, Now()).Add(Step, step).Add(Summary, new ProtocolBuffer().Add(SummaryValue, value)));

    private void AddRecord(ProtocolBuffer message)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(number, (ulong)message.Bytes.Length);
        pending.Write(number);
        AddChecksum(number);
        pending.Write(message.Bytes);
        AddChecksum(message.Bytes);
    }

    private void AddChecksum(ReadOnlySpan<byte> bytes)
    {
        Span<byte> checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, MaskedChecksum(bytes));
        pending.Write(checksum);
    }

    private static double Now() => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;
}
